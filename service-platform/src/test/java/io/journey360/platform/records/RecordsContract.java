package io.journey360.platform.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.records.DurableRecords.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for records wherever they are kept. */
abstract class RecordsContract {

    private final SettableClock clock = new SettableClock();
    private DurableRecords records;

    /** Empty records. */
    abstract DurableRecords open(Clock clock) throws Exception;

    @BeforeEach
    void openRecords() throws Exception {
        records = open(clock);
    }

    @Test
    void areFoundAsTheyWereWritten() {
        assertThat(records.insertIfAbsent("import", "a/b ü", "{\"text\":\"'quoted' \\u0000 ü\"}", null))
                .isTrue();

        var stored = records.find("import", "a/b ü").orElseThrow();
        assertThat(stored.key()).isEqualTo("a/b ü");
        assertThat(stored.json()).isEqualTo("{\"text\":\"'quoted' \\u0000 ü\"}");
    }

    @Test
    void areInsertedOnce() {
        assertThat(records.insertIfAbsent("import", "a", "1", null)).isTrue();
        assertThat(records.insertIfAbsent("import", "a", "2", null)).isFalse();
        assertThat(records.insertIfAbsent("other", "a", "3", null)).isTrue();
        assertThat(records.find("import", "a")).map(Stored::json).contains("1");
    }

    @Test
    void areReplacedOnlyAtTheVersionThatWasRead() {
        records.insertIfAbsent("import", "a", "1", null);
        var read = records.find("import", "a").orElseThrow();

        assertThat(records.replace("import", "a", read.version(), "2")).isTrue();
        assertThat(records.replace("import", "a", read.version(), "3")).isFalse();
        assertThat(records.find("import", "a")).map(Stored::json).contains("2");
        assertThat(records.find("import", "a")).map(Stored::version).contains(read.version() + 1);
        assertThat(records.replace("import", "b", 1, "4")).isFalse();
    }

    @Test
    void letOneAtATimeHaveItsTurn() {
        var one = new Turn(records, "work", clock);
        var other = new Turn(records, "work", clock);

        assertThat(one.isMine()).isTrue();
        assertThat(other.isMine()).isFalse();
        assertThat(new Turn(records, "other work", clock).isMine()).isTrue();
        clock.advance(Duration.ofSeconds(8));
        assertThat(one.isMine()).as("who goes on takes it again").isTrue();
        assertThat(other.isMine()).isFalse();
        one.end();
        assertThat(other.isMine()).isTrue();
        assertThat(one.isMine()).isFalse();
        clock.advance(Duration.ofSeconds(11));
        assertThat(one.isMine()).as("who was killed has it no longer").isTrue();
        assertThat(other.isMine()).isFalse();
    }

    @Test
    void areListedByKeyWithinTheirKind() {
        records.insertIfAbsent("import", "b", "2", null);
        records.insertIfAbsent("import", "a", "1", null);
        records.insertIfAbsent("import-mapping", "c", "3", null);
        records.insertIfAbsent("impor", "d", "4", null);

        assertThat(records.list("import")).extracting(Stored::key).containsExactly("a", "b");
    }

    @Test
    void areGoneWhenDeleted() {
        records.insertIfAbsent("import", "a", "1", null);
        records.delete("import", "a");
        records.delete("import", "a");

        assertThat(records.find("import", "a")).isEmpty();
        assertThat(records.insertIfAbsent("import", "a", "2", null)).isTrue();
    }

    @Test
    void giveWayOnceTheyHaveExpired() {
        records.insertIfAbsent("key", "a", "1", clock.instant().plusSeconds(60));
        var first = records.find("key", "a").orElseThrow();
        assertThat(records.insertIfAbsent("key", "a", "2", null)).isFalse();

        clock.advance(Duration.ofSeconds(60));

        assertThat(records.find("key", "a")).isEmpty();
        assertThat(records.list("key")).isEmpty();
        assertThat(records.replace("key", "a", first.version(), "late")).isFalse();
        assertThat(records.insertIfAbsent("key", "a", "3", null)).isTrue();
        assertThat(records.find("key", "a")).map(Stored::json).contains("3");
        assertThat(records.replace("key", "a", first.version(), "late")).isFalse();
    }

    @Test
    void areSweptOnceTheyHaveExpired() {
        records.insertIfAbsent("key", "a", "1", clock.instant().plusSeconds(60));
        records.insertIfAbsent("key", "b", "1", clock.instant().plusSeconds(61));
        records.insertIfAbsent("key", "c", "1", null);

        assertThat(records.deleteExpired(clock.instant().plusSeconds(60))).isEqualTo(1);
        assertThat(records.list("key")).extracting(Stored::key).containsExactly("b", "c");
    }

    @Test
    void areWonByOneOfManyAtOnce() throws Exception {
        records.insertIfAbsent("counter", "a", "0", null);
        var barrier = new CyclicBarrier(8);
        Callable<Boolean> insert = () -> {
            barrier.await();
            return records.insertIfAbsent("import", "a", Thread.currentThread().getName(), null);
        };
        Callable<Boolean> count = () -> {
            for (int i = 0; i < 10; ) {
                var read = records.find("counter", "a").orElseThrow();
                if (records.replace("counter", "a", read.version(), "" + (Integer.parseInt(read.json()) + 1))) {
                    i++;
                }
            }
            return false;
        };
        var won = new ArrayList<Future<Boolean>>();
        try (var callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                won.add(callers.submit(insert));
            }
            for (int i = 0; i < 4; i++) {
                won.add(callers.submit(count));
            }
            int winners = 0;
            for (var result : won) {
                winners += result.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
        assertThat(records.find("counter", "a")).map(Stored::json).contains("40");
    }
}
