package io.journey360.touchpoint.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.MongoDatabase;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.LiveService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CollectorTest {

    private static LiveService service;

    @BeforeAll
    static void start() {
        service = LiveService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void moreThanMayWaitIsTurnedAwayAndTheRestIsStored() {
        var collector = collector(2);
        var first = collector.collect(List.of(event("busy-1"), event("busy-2"))); // nobody stores yet

        var overload =
                catchThrowableOfType(Problem.class, () -> Collector.await(collector.collect(List.of(event("busy-3")))));
        assertThat(overload.status()).isEqualTo(503);
        assertThat(overload.retryAfter()).isPositive();

        collector.start();
        assertThat(Collector.await(first)).containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED);
        assertThat(Collector.await(collector.collect(List.of(event("busy-3"))))).containsExactly(Verdict.ACCEPTED);
        collector.stop();
    }

    @Test
    void whatArrivesTogetherIsStoredTogether() {
        var meters = new SimpleMeterRegistry();
        var collector = collector(1_000, meters);
        var waiting = new ArrayList<CompletableFuture<List<Verdict>>>();
        IntStream.range(0, 500).forEach(i -> waiting.add(collector.collect(List.of(event("together-" + i % 250)))));

        collector.start();

        var verdicts =
                waiting.stream().flatMap(each -> Collector.await(each).stream()).toList();
        assertThat(verdicts.subList(0, 250)).containsOnly(Verdict.ACCEPTED);
        assertThat(verdicts.subList(250, 500)).containsOnly(Verdict.DUPLICATE);
        assertThat(meters.counter("journey.collector.transactions").count()).isEqualTo(1);
        assertThat(meters.counter("journey.collector.events", "result", "duplicate")
                        .count())
                .isEqualTo(250);
        collector.stop();
    }

    private static Collector collector(int pendingEvents) {
        return collector(pendingEvents, new SimpleMeterRegistry());
    }

    private static Collector collector(int pendingEvents, SimpleMeterRegistry meters) {
        return collector(service, service.bean(ReviewTexts.class), pendingEvents, meters);
    }

    /** Another one beside the service's own, not started. */
    static Collector collector(LiveService service, ReviewTexts reviewTexts) {
        return collector(service, reviewTexts, 1_000, new SimpleMeterRegistry());
    }

    private static Collector collector(
            LiveService service, ReviewTexts reviewTexts, int pendingEvents, SimpleMeterRegistry meters) {
        return new Collector(
                service.bean(JourneyLog.class),
                service.bean(EventStore.class),
                new Receipts(service.bean(MongoDatabase.class)),
                service.bean(TouchpointNames.class),
                reviewTexts,
                service.bean(Clock.class),
                new CollectorSettings(Set.of(), pendingEvents, 1),
                meters);
    }

    private static Item.Event event(String id) {
        var bytes = """
                {"specversion": "1.0", "id": "%s", "source": "shop", "type": "journey.discovered",
                 "data": {"customer": "c"}}
                """.formatted(id).getBytes(StandardCharsets.UTF_8);
        return (Item.Event) service.bean(CloudEventReader.class).read(bytes, 0, bytes.length);
    }
}
