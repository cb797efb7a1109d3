package io.journey360.analytics.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Readers take no locks, so what they see while the writer adds, links, grows its arrays and merges is worth a look. */
class ReadersBesideTheWriterTest {

    private static final int EVENTS = 60_000;
    private static final int PEOPLE = 3_000;

    @Test
    void everySnapshotHoldsExactlyTheEventsUpToItsPosition() throws Exception {
        var index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
        var written = new AtomicBoolean();
        try (var pool = new QueryPool(2, 2, Duration.ofSeconds(60));
                var readers = Executors.newFixedThreadPool(2)) {
            var scans = new ArrayList<Callable<Integer>>();
            for (int reader = 0; reader < 2; reader++) {
                var random = new Random(reader);
                scans.add(() -> {
                    int scanned = 0;
                    for (boolean last = false; !last; scanned++) {
                        last = written.get();
                        var newest = index.snapshot();
                        check(pool, newest);
                        check(pool, newest.at(random.nextLong(newest.position() + 1)));
                    }
                    return scanned;
                });
            }
            var running = scans.stream().map(readers::submit).toList();
            write(index);
            written.set(true);
            for (var scan : running) {
                assertThat(scan.get()).isPositive();
            }
        }
        assertThat(index.snapshot().position()).isEqualTo(EVENTS);
    }

    @Test
    void whatIsDroppedGoesAllAtOnceUnderTheReadersEyes() throws Exception {
        int steps = 20;
        var index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
        write(index);
        var left = new ConcurrentSkipListSet<Long>();
        left.add((long) EVENTS);
        var dropped = new AtomicBoolean();
        try (var pool = new QueryPool(2, 2, Duration.ofSeconds(60));
                var readers = Executors.newFixedThreadPool(2)) {
            var counts = new ArrayList<Callable<List<Long>>>();
            for (int reader = 0; reader < 2; reader++) {
                counts.add(() -> {
                    var seen = new ArrayList<Long>();
                    for (boolean last = false; !last; ) {
                        last = dropped.get();
                        var snapshot = index.snapshot();
                        seen.add(count(pool, snapshot));
                        assertThat(count(pool, snapshot)).isEqualTo(seen.getLast());
                    }
                    return seen;
                });
            }
            var running = counts.stream().map(readers::submit).toList();
            for (int step = 1; step <= steps; step++) {
                index.drop(Set.of(JourneyEventType.INTERACTED), Instant.ofEpochMilli(step * 40_000L), List.of());
                index.publish(EVENTS);
                left.add(index.figures().events());
            }
            dropped.set(true);
            for (var counting : running) {
                assertThat(left).containsAll(counting.get());
                assertThat(counting.get()).isSortedAccordingTo(Comparator.reverseOrder());
                assertThat(counting.get().getLast()).isEqualTo(left.first());
            }
        }
        assertThat(left).hasSize(steps + 1);
    }

    private static long count(QueryPool pool, Snapshot snapshot) {
        var events = new AtomicLong();
        try (var query = pool.begin()) {
            snapshot.scan(query, Snapshot.By.PERSON, () -> (person, rows, from, to) -> events.addAndGet(to - from));
        }
        return events.get();
    }

    private static void check(QueryPool pool, Snapshot snapshot) {
        var events = new AtomicLong();
        var positions = new AtomicLong();
        try (var query = pool.begin()) {
            snapshot.scan(query, Snapshot.By.PERSON, () -> (person, rows, from, to) -> {
                long sum = 0;
                for (int row = from; row < to; row++) {
                    sum += rows.positions()[row];
                    if (row > from && rows.times()[row - 1] > rows.times()[row]) {
                        throw new AssertionError("out of order");
                    }
                }
                events.addAndGet(to - from);
                positions.addAndGet(sum);
            });
        }
        long position = snapshot.position();
        assertThat(events.get()).isEqualTo(position);
        assertThat(positions.get()).isEqualTo(position * (position + 1) / 2);
    }

    private static void write(JourneyIndex index) {
        var random = new Random(5);
        for (int position = 1; position <= EVENTS; position++) {
            int person = random.nextInt(PEOPLE);
            boolean links = random.nextInt(40) == 0;
            boolean device = !links && random.nextInt(4) == 0;
            index.add(
                    new Interacted(
                            new Moment(
                                    device ? null : key(person),
                                    device || links ? key(PEOPLE + person) : null,
                                    Instant.ofEpochMilli(random.nextInt(1_000_000)),
                                    "shop",
                                    "id",
                                    null,
                                    "c" + random.nextInt(50),
                                    null,
                                    null,
                                    null,
                                    null,
                                    Map.of()),
                            "a"),
                    "e" + position,
                    position);
            if (random.nextInt(20) == 0) {
                index.publish(position);
            }
        }
        index.publish(EVENTS);
    }

    /** All in few shards, so that these are merged again and again. */
    private static IdentityKey key(int number) {
        return IdentityKey.of((long) (number % 3) << 58 | number, number * 0x9E3779B97F4A7C15L);
    }
}
