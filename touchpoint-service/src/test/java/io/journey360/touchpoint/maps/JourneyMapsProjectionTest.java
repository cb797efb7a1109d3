package io.journey360.touchpoint.maps;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapEvent;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapRetired;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.StageEntry;
import io.journey360.platform.documents.EmbeddedDocuments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of one map come in order, at least once; everything else may happen. */
class JourneyMapsProjectionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    private record Step(JourneyMapEvent event, long sequence) {}

    private static EmbeddedDocuments server;
    private static MongoClient client;

    @BeforeAll
    static void startServer() {
        server = new EmbeddedDocuments();
        client = MongoClients.create(server.connectionString());
    }

    @AfterAll
    static void stopServer() throws Exception {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shuffledRepeatedAndLateDeliveryGivesTheSameDocuments(long seed) {
        var maps = List.of(story("stay", 5, false), story("visit", 4, true), story("visit@1", 2, false));
        var expected = documentsAfter(
                "expected-" + seed, maps.stream().flatMap(List::stream).toList());

        assertThat(documentsAfter("disturbed-" + seed, disturbed(maps, new Random(seed))))
                .isEqualTo(expected)
                .hasSize(3 + 11);
        assertThat(expected.get("journey-maps/visit").getString("state")).isEqualTo("RETIRED");
        assertThat(expected.get("journey-maps/stay").getLong("version")).isEqualTo(5);
    }

    /** Defined again and again, retired after the second time. */
    private static List<Step> story(String name, int versions, boolean retiredAtTheEnd) {
        var map = JourneyMapId.named(name);
        var steps = new ArrayList<Step>();
        for (int version = 1; version <= versions; version++) {
            steps.add(new Step(
                    new JourneyMapDefined(map, version, name + " " + version, stages(version), NOW), steps.size()));
            if (version == 2 || version == versions && retiredAtTheEnd) {
                steps.add(new Step(new JourneyMapRetired(map, NOW), steps.size()));
            }
        }
        return steps;
    }

    private static List<JourneyMapStage> stages(int days) {
        return List.of(new JourneyMapStage(
                "book",
                "Books",
                List.of(new StageEntry(JourneyEventType.BOOKED, null, "desk")),
                false,
                Duration.ofDays(days),
                List.of(),
                List.of(),
                List.of()));
    }

    /** Any interleaving; stretches repeated; at the end a late writer that delivers old events again. */
    private static List<Step> disturbed(List<List<Step>> maps, Random random) {
        var delivered = new ArrayList<Step>();
        var next = new int[maps.size()];
        for (int round = 0; round < 200; round++) {
            int map = random.nextInt(maps.size());
            if (next[map] < maps.get(map).size()) {
                delivered.add(maps.get(map).get(next[map]++));
            }
            if (random.nextInt(3) == 0) {
                next[map] = Math.max(0, next[map] - 1 - random.nextInt(2));
            }
        }
        for (int map = 0; map < maps.size(); map++) {
            delivered.addAll(maps.get(map).subList(next[map], maps.get(map).size()));
        }
        maps.forEach(story -> delivered.add(story.get(random.nextInt(story.size()))));
        return delivered;
    }

    private static TreeMap<String, Document> documentsAfter(String name, List<Step> steps) {
        var database = client.getDatabase(name);
        var projection = new JourneyMapsProjection(new JourneyMapDocuments(database));
        for (int from = 0; from < steps.size(); from += 5) {
            var unitOfWork = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("batch"));
            steps.subList(from, Math.min(steps.size(), from + 5))
                    .forEach(step -> projection.on(step.event(), step.sequence()));
            unitOfWork.commit();
        }
        var all = new TreeMap<String, Document>();
        for (var collection : database.listCollectionNames()) {
            database.getCollection(collection)
                    .find()
                    .forEach(document -> all.put(collection + "/" + document.getString("_id"), document));
        }
        return all;
    }
}
