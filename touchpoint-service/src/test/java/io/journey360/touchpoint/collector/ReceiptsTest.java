package io.journey360.touchpoint.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.touchpoint.LiveService;
import io.journey360.touchpoint.TouchpointViews;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private final LiveService service = LiveService.start();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aCrashBetweenTheAppendAndItsReceiptsDoesNotCountAnEventTwice() {
        service.bean(EventProcessingConfiguration.class)
                .eventProcessor(TouchpointViews.GROUP, StreamingEventProcessor.class)
                .orElseThrow()
                .shutDown();
        collect(List.of(event("e-1", "c"), event("e-2", "c")));
        service.bean(MongoDatabase.class).getCollection("receipts").drop();

        var restarted = withoutMemory();

        assertThat(collect(restarted, List.of(event("e-0", "c"), event("e-1", "c"), event("e-2", "d"))))
                .containsExactly(Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.DIFFERENT_DUPLICATE);
        assertThat(service.bean(JourneyLog.class).head()).isEqualTo(3);
        assertThat(receipts()).containsOnlyKeys(EventKeys.key("shop", "e-0"));
        restarted.stop();
        service.restart();
        eventually(() -> receipts().size() == 3);
    }

    /** A collector as another process would have it: what this one collected it has never heard of. */
    private Collector withoutMemory() {
        var collector = new Collector(
                service.bean(JourneyLog.class),
                service.bean(EventStore.class),
                new Receipts(service.bean(MongoDatabase.class)),
                service.bean(TouchpointNames.class),
                service.bean(ReviewTexts.class),
                service.bean(Clock.class),
                service.bean(CollectorSettings.class),
                new SimpleMeterRegistry());
        collector.start();
        return collector;
    }

    @Test
    void theLogAloneGivesTheReceiptsAgain() {
        var events = new ArrayList<String>();
        IntStream.range(0, 300).forEach(i -> events.add(event("e-" + i, "c-" + i % 7)));
        collect(events);
        var straight = receipts();

        var repeated = new ArrayList<>(events);
        repeated.addAll(events.subList(0, 150));
        Collections.shuffle(repeated, new Random(7));
        for (int from = 0; from < repeated.size(); from += 50) {
            assertThat(collect(repeated.subList(from, from + 50))).containsOnly(Verdict.DUPLICATE);
        }
        assertThat(receipts()).isEqualTo(straight).hasSize(300);

        service.restart(); // the documents were in memory: what is there now comes from the log
        eventually(() -> receipts().equals(straight));
    }

    private List<Verdict> collect(List<String> events) {
        return collect(service.bean(Collector.class), events);
    }

    private List<Verdict> collect(Collector collector, List<String> events) {
        return Collector.await(collector.collect(events.stream().map(this::item).toList()));
    }

    private Item.Event item(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return (Item.Event) service.bean(CloudEventReader.class).read(bytes, 0, bytes.length);
    }

    private Map<String, String> receipts() {
        var receipts = new HashMap<String, String>();
        for (var receipt :
                service.bean(MongoDatabase.class).getCollection("receipts").find()) {
            receipts.put(receipt.getString("_id"), receipt.getString("digest"));
        }
        return receipts;
    }

    private static String event(String id, String customer) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "shop", "type": "journey.discovered",
                 "time": "2026-05-01T10:00:00Z", "data": {"customer": "%s"}}
                """.formatted(id, customer);
    }

    private static void eventually(BooleanSupplier condition) {
        for (int tries = 0; tries < 500 && !condition.getAsBoolean(); tries++) {
            try {
                Thread.sleep(Duration.ofMillis(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
