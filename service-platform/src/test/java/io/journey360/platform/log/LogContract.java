package io.journey360.platform.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.events.EventJson;
import io.journey360.events.EventUpcasters;
import io.journey360.events.IdentityKey;
import io.journey360.events.Moment;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every JDBC log must do; run on SQLite and on a real PostgreSQL. */
abstract class LogContract {

    record Happened(String what) {}

    static final Serializer SERIALIZER = Jackson3Serializer.builder()
            .jsonMapperBuilderCustomizer(new EventJson())
            .build();

    private final AppendSignal signal = new AppendSignal();
    private LogDatabase database;
    private JourneyLog log;

    abstract LogDatabase open() throws Exception;

    @BeforeEach
    void openLog() throws Exception {
        database = open();
        log = logOn(database, signal);
    }

    static JourneyLog logOn(LogDatabase database, AppendSignal signal) {
        var engine = JdbcLogEngine.open(database, signal, SERIALIZER, EventUpcasters.chain());
        return new JdbcJourneyLog(database, engine, signal, new Positions(Clock.systemUTC()));
    }

    @AfterEach
    void closeLog() {
        database.close();
    }

    LogDatabase database() {
        return database;
    }

    @Test
    void anEmptyLogStandsAtPositionZero() throws Exception {
        assertThat(log.head()).isZero();
        try (var stream = log.source().openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();
        }
        assertThat(log.existing(List.of("event-a"))).isEmpty();
    }

    @Test
    void eventsComeBackInOrderWithTheirPositions() throws Exception {
        log.append(events("a", "b", "c"));

        var read = read(3);

        assertThat(read).extracting(e -> ((Happened) e.getPayload()).what()).containsExactly("a", "b", "c");
        assertThat(read).extracting(e -> log.position(e.trackingToken())).isSorted();
        assertThat(log.position(read.getLast().trackingToken())).isEqualTo(log.head());
    }

    @Test
    void aStreamOpenedAtAPositionBeginsBehindIt() throws Exception {
        log.append(events("a", "b", "c"));
        var second = log.position(read(3).get(1).trackingToken());

        try (var stream = log.source().openStream(log.tokenAt(second))) {
            assertThat(((Happened) stream.nextAvailable().getPayload()).what()).isEqualTo("c");
        }
    }

    @Test
    void aSecondEventOfTheSameNameIsRefusedAndNothingOfItsAppendIsStored() {
        log.append(events("a"));
        var head = log.head();

        assertThatThrownBy(() -> log.append(events("b", "a", "c"))).isInstanceOf(DuplicateEventException.class);

        assertThat(log.existing(List.of("event-a", "event-b", "event-c"))).containsExactly("event-a");
        assertThat(log.head()).isGreaterThanOrEqualTo(head);
        log.append(events("b", "c"));
        assertThat(log.existing(List.of("event-a", "event-b", "event-c"))).hasSize(3);
    }

    @Test
    void existingLooksUpMoreStreamsThanOneQueryTakes() {
        var names = IntStream.range(0, 1_300).mapToObj(i -> "n" + i).toArray(String[]::new);
        log.append(events(names));

        var asked = new ArrayList<String>();
        for (var name : names) {
            asked.add("event-" + name);
        }
        asked.add("event-none");

        assertThat(log.existing(asked)).hasSize(1_300).doesNotContain("event-none");
    }

    @Test
    void aWaitingReaderIsWokenByTheCommitAndNotByItsPoll() throws Exception {
        var woken = new CountDownLatch(1);
        try (var stream = log.source().openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();
            assertThat(stream.setOnAvailableCallback(woken::countDown)).isTrue();

            log.append(events("a"));

            assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stream.hasNextAvailable()).isTrue();
        }
    }

    @Test
    void concurrentWritersLoseNothingAndReadersMissNothing() throws Exception {
        var writers = 4;
        var each = 50;
        Set<String> seen = new HashSet<>();
        try (var pool = Executors.newFixedThreadPool(writers);
                var stream = log.source().openStream(null)) {
            for (int writer = 0; writer < writers; writer++) {
                var name = "w" + writer + "-";
                pool.submit(() -> IntStream.range(0, each).forEach(i -> log.append(events(name + i))));
            }
            var giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (seen.size() < writers * each && System.nanoTime() < giveUp) {
                if (stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
                    seen.add(((Happened) stream.nextAvailable().getPayload()).what());
                }
            }
        }
        assertThat(seen).hasSize(writers * each);
    }

    @Test
    void followersOfTwoServicesThatShareTheirReadingEachSeeAllOnceAndInOrder() throws Exception {
        var writers = 3;
        var each = 100;
        var expected = writers * each;
        var logs = List.of(log, logOn(database, signal));
        try (var pool = Executors.newCachedThreadPool()) {
            var followers = new ArrayList<Future<List<String>>>();
            for (int i = 0; i < 3; i++) {
                var followed = logs.get(i % 2);
                followers.add(pool.submit(() -> followWaiting(followed, expected)));
                followers.add(pool.submit(() -> followWoken(followed, expected)));
            }
            for (int writer = 0; writer < writers; writer++) {
                var own = logs.get(writer % 2);
                var name = "w" + writer + "-";
                pool.submit(() -> IntStream.range(0, each).forEach(i -> own.append(events(name + i))));
            }
            for (var follower : followers) {
                var seen = follower.get(60, TimeUnit.SECONDS);
                for (int writer = 0; writer < writers; writer++) {
                    var name = "w" + writer + "-";
                    assertThat(seen.stream().filter(what -> what.startsWith(name)))
                            .containsExactlyElementsOf(IntStream.range(0, each)
                                    .mapToObj(i -> name + i)
                                    .toList());
                }
            }
        }
    }

    private static List<String> followWaiting(JourneyLog log, int count) throws Exception {
        var seen = new ArrayList<String>();
        try (var stream = log.source().openStream(null)) {
            while (seen.size() < count) {
                seen.add(((Happened) stream.nextAvailable().getPayload()).what());
            }
        }
        return seen;
    }

    /** As processors do: looks only when called. */
    private static List<String> followWoken(JourneyLog log, int count) throws Exception {
        var seen = new ArrayList<String>();
        var calls = new Semaphore(1);
        try (var stream = log.source().openStream(null)) {
            stream.setOnAvailableCallback(calls::release);
            while (seen.size() < count && calls.tryAcquire(20, TimeUnit.SECONDS)) {
                calls.drainPermits();
                while (stream.hasNextAvailable()) {
                    seen.add(((Happened) stream.nextAvailable().getPayload()).what());
                }
            }
        }
        return seen;
    }

    @Test
    void theHeadIsTheLastAcknowledgedEventWhoeverAppendedIt() {
        var other = logOn(database, signal);
        for (int i = 0; i < 5; i++) {
            long before = log.head();
            other.append(events("e" + i));
            assertThat(log.head()).isEqualTo(other.head()).isGreaterThan(before);
            assertThat(log.head()).isEqualTo(log.head());
        }
    }

    @Test
    void theWatermarkOfAReaderWithoutGapsIsItsPosition() throws Exception {
        log.append(events("a", "b"));
        var last = read(2).getLast().trackingToken();

        assertThat(log.watermark(last)).isEqualTo(log.position(last)).isEqualTo(log.head());
        assertThat(log.watermark(null)).isZero();
    }

    @Test
    void metadataAndTimestampsAreKept() throws Exception {
        log.append(events("a"));
        var event = read(1).getFirst();

        assertThat(event.getMetaData()).containsEntry("digest", "d-a");
        assertThat(event.getTimestamp()).isBeforeOrEqualTo(Instant.now().plusSeconds(1));
        assertThat(((DomainEventMessage<?>) event).getAggregateIdentifier()).isEqualTo("event-a");
    }

    @Test
    void anEventStoredInAnOlderRevisionIsReadAsTheCurrentOne() throws Exception {
        var moment = Moment.own("web-shop", IdentityKey.of(0, 1), Instant.parse("2026-05-01T10:00:00Z"));
        var review = new Reviewed(moment, "nps", 9, new Scale(0, 10));
        log.append(List.of(new GenericDomainEventMessage<>("Collected", "event-r", 0, review)));
        store("event-r", "1", """
                {"moment": {"customer": "id-aaaaaaaaaaaaaaaaaaaaaaaaae", "occurredAt": "2026-05-01T10:00:00Z",
                "source": "web-shop"}, "rating": 4}""");

        assertThat(read(1).getFirst().getPayload()).isEqualTo(new Reviewed(moment, "stars", 4, new Scale(1, 5)));
    }

    private void store(String stream, String revision, String payload) throws Exception {
        var sql = "update DomainEventEntry set payload = ?, payloadRevision = ? where aggregateIdentifier = ?";
        try (var connection = database.writes().getConnection();
                var update = connection.prepareStatement(sql)) {
            update.setBytes(1, payload.getBytes(StandardCharsets.UTF_8));
            update.setString(2, revision);
            update.setString(3, stream);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private List<TrackedEventMessage<?>> read(int count) throws Exception {
        var read = new ArrayList<TrackedEventMessage<?>>();
        try (BlockingStream<TrackedEventMessage<?>> stream = log.source().openStream(null)) {
            for (long i : LongStream.range(0, count).toArray()) {
                read.add(stream.nextAvailable());
            }
        }
        return read;
    }

    static List<DomainEventMessage<?>> events(String... names) {
        var events = new ArrayList<DomainEventMessage<?>>();
        for (var name : names) {
            events.add(new GenericDomainEventMessage<>(
                    "Collected",
                    "event-" + name,
                    0,
                    new Happened(name),
                    MetaData.with("digest", "d-" + name),
                    "key-" + name,
                    Instant.now()));
        }
        return events;
    }
}
