package io.journey360.analytics.facts;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.collected;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.moment;
import static io.journey360.analytics.running.Events.published;
import static io.journey360.analytics.running.Events.retraction;
import static io.journey360.analytics.running.Events.reviewed;
import static io.journey360.analytics.running.Events.served;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.ConsentGranted;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.MergeId;
import io.journey360.events.Phase;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionId;
import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.Sealed;
import io.journey360.events.Slot;
import io.journey360.events.StageEntry;
import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyId;
import io.journey360.events.SurveyKind;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.journey360.platform.log.JourneyLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventMessage;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactDocumentsTest {

    private static final String DATABASE = "journey_analytics";

    private static final JourneyMapId MAP = JourneyMapId.named("visit");
    private static final JourneyMapStage STAGE = new JourneyMapStage(
            "served",
            "Is served",
            List.of(new StageEntry(JourneyEventType.SERVED, null, "desk")),
            true,
            Duration.ofDays(3),
            List.of("a good talk"),
            List.of(),
            List.of());

    @TempDir
    Path folder;

    private EmbeddedDocuments documents;
    private MongoClient client;

    @BeforeEach
    void open() {
        documents = new EmbeddedDocuments();
        client = MongoClients.create(documents.connectionString());
    }

    @AfterEach
    void close() {
        client.close();
        documents.close();
    }

    private RunningAnalytics start(String data) {
        return new RunningAnalytics(
                folder, "journey.data=" + folder.resolve(data), "journey.documents=" + documents.connectionString());
    }

    /** No two events of one person and kind at one moment: which of those comes first is the log's order. */
    private static List<DomainEventMessage<?>> story() {
        var messages = new ArrayList<DomainEventMessage<?>>();
        for (int person = 1; person <= 12; person++) {
            var customer = identity(person);
            var device = identity(100 + person);
            messages.add(collected(new Discovered(moment("a-" + person, null, device, day(-20_000 + person)))));
            messages.add(collected(new Discovered(moment("b-" + person, customer, device, day(person)))));
            messages.add(collected(interacted("c-" + person, customer, person)));
            messages.add(collected(booked("d-" + person, customer, person, new Slot(day(40), day(41)))));
            messages.add(collected(served("e-" + person, customer, 40.5 + person / 100.0)));
            messages.add(collected(reviewed("f-" + person, customer, 44 + person / 100.0, "nps", person % 11)));
        }
        messages.add(retraction("x-1", "c-3"));
        messages.add(retraction("x-2", "e-5"));
        messages.add(
                published("merge-1", new CustomersMerged(new MergeId("merge-1"), identity(1), identity(2), day(1))));
        messages.add(published(
                "consent-1", new ConsentGranted(identity(1), "analytics", "said-1", "1", "shop", null, day(2))));
        messages.add(published(
                "consent-2", new ConsentWithdrawn(identity(2), "analytics", "said-2", null, "desk", null, day(3))));
        messages.add(published(
                "consent-3", new ConsentGranted(identity(4), "marketing", "said-3", "1", "shop", null, day(2))));
        messages.add(published(
                "traits-1",
                new TraitsChanged(
                        identity(1),
                        "change-1",
                        "shop",
                        Map.of("name", new Sealed("v1.AAAA")),
                        List.of("nick"),
                        null,
                        null,
                        day(2))));
        messages.add(published(
                "retention-short",
                new RetentionDefined(RetentionId.named("short"), 1, List.of("served"), null, "P2Y", day(1))));
        messages.add(published("touchpoint-desk", declared()));
        messages.add(published(
                "survey-nps",
                new SurveyDefined(
                        SurveyId.named("nps"),
                        1,
                        "Would you recommend us?",
                        SurveyKind.NPS,
                        new Scale(0, 10),
                        ScoreDirection.HIGHER_BETTER,
                        null,
                        day(1))));
        messages.add(published("journey-map-visit", new JourneyMapDefined(MAP, 1, "Visit", List.of(STAGE), day(1))));
        return messages;
    }

    private static TouchpointDeclared declared() {
        return new TouchpointDeclared(
                TouchpointId.named("desk"),
                "Desk",
                "branch",
                "advice",
                Phase.DURING,
                "Anna",
                Map.of("waitSeconds", 60.0),
                true,
                day(1));
    }

    private TreeMap<String, Document> all(UnaryOperator<Document> view) {
        var all = new TreeMap<String, Document>();
        for (var collection : List.of(
                "facts@1", "retractions@1", "identity-changes@1", "catalogue-changes@1", "traits@1", "retention@1")) {
            for (var document :
                    client.getDatabase(DATABASE).getCollection(collection).find()) {
                all.put(collection + "/" + document.getString("_id"), view.apply(document));
            }
        }
        return all;
    }

    private static String answers(RunningAnalytics analytics) {
        var answers = new StringBuilder();
        for (int person = 1; person <= 12; person++) {
            answers.append(analytics
                            .http()
                            .get()
                            .uri("/api/v1/customers/{id}/journey", identity(person))
                            .exchange()
                            .expectStatus()
                            .isOk()
                            .expectBody(String.class)
                            .returnResult()
                            .getResponseBody())
                    .append('\n');
        }
        answers.append(analytics
                .http()
                .get()
                .uri("/api/v1/customers")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        return answers.toString()
                .replaceAll(
                        "\"(position|recordedAt|time)\":(\"[^\"]*\"|[0-9]+)",
                        "\"$1\":0"); // of the log, not of the story
    }

    /** Where in the log an event stands is the log's affair; all else must not depend on it. */
    private static Document withoutPosition(Document document) {
        document.remove("position");
        document.remove("recordedAt");
        return document;
    }

    @Test
    void areTheSameWhateverTheOrderTheEventsCameIn() {
        TreeMap<String, Document> inOrder;
        String answersInOrder;
        try (var analytics = start("in-order")) {
            analytics.append(story());
            inOrder = all(FactDocumentsTest::withoutPosition);
            answersInOrder = answers(analytics);
        }
        client.getDatabase(DATABASE).drop();

        var shuffled = story();
        Collections.shuffle(shuffled, new Random(7));
        try (var analytics = start("shuffled")) {
            for (var message : shuffled) {
                analytics.bean(JourneyLog.class).append(List.of(message));
            }
            analytics.awaitViews();

            assertThat(all(FactDocumentsTest::withoutPosition)).hasSize(83).isEqualTo(inOrder);
            assertThat(answers(analytics)).isEqualTo(answersInOrder);
        }
    }

    @Test
    void areTheSameWhenEveryEventComesASecondTime() {
        TreeMap<String, Document> once;
        String answersOnce;
        try (var analytics = start("data")) {
            analytics.append(story());
            once = all(UnaryOperator.identity());
            answersOnce = answers(analytics);
        }
        client.getDatabase(DATABASE).getCollection("tokens").deleteMany(new Document("processorName", "facts@1"));

        try (var analytics = start("data")) {
            analytics.awaitViews();

            assertThat(all(UnaryOperator.identity())).hasSize(83).isEqualTo(once);
            assertThat(answers(analytics)).isEqualTo(answersOnce);
        }
    }

    @Test
    void areWhatAStartBeginsWith() {
        String answersBefore;
        try (var analytics = start("data")) {
            analytics.append(story());
            answersBefore = answers(analytics);
        }

        try (var analytics = start("data")) {
            analytics.awaitViews();
            assertThat(answers(analytics)).isEqualTo(answersBefore);
            assertThat(analytics.bean(LiveView.class).figures().events()).isEqualTo(72);
        }

        try (var analytics = start("data")) {
            analytics.awaitViews();
            var live = analytics.bean(LiveView.class);
            var catalogue = live.catalogue(live.position());
            assertThat(catalogue.map("visit", 1).orElseThrow().stages()).containsExactly(STAGE);
            assertThat(catalogue.survey("nps").orElseThrow().scale()).isEqualTo(new Scale(0, 10));
            assertThat(catalogue.touchpoint("desk").orElseThrow().owner()).isEqualTo("Anna");
            assertThat(live.catalogue(live.position() - 1).maps()).isEmpty();
        }

        // Had the log been read, a missing document would not show.
        client.getDatabase(DATABASE)
                .getCollection("facts@1")
                .deleteMany(new Document(
                        "_id",
                        new Document("$gte", FactIds.start(identity(9))).append("$lt", FactIds.end(identity(9)))));
        try (var analytics = start("data")) {
            analytics.append(discovered("later", identity(10), 50));

            assertThat(analytics.bean(LiveView.class).figures().events()).isEqualTo(68);
        }
    }

    @Test
    void ofAnEarlierVersionAreNotWhatAStartBeginsWith() {
        try (var analytics = start("data")) {
            analytics.append(story());
        }
        var database = client.getDatabase(DATABASE);
        database.getCollection("catalogue-changes@1").drop(); // as an earlier version left them
        database.getCollection("views").updateOne(new Document("_id", "facts"), set("activeVersion", 1));
        database.getCollection("views")
                .updateOne(new Document("_id", "facts"), set("building", someoneElsesBuilding()));

        try (var analytics = start("data")) {
            analytics.awaitViews();
            var live = analytics.bean(LiveView.class);
            assertThat(live.catalogue(live.position()).touchpoint("desk")).isPresent();
            assertThat(live.figures().events()).isEqualTo(72);
        }
    }

    private static Document set(String field, Object value) {
        return new Document("$set", new Document(field, value));
    }

    /** So that the generation of the earlier version stays the active one. */
    private static Document someoneElsesBuilding() {
        return new Document("generation", 2).append("version", 99).append("startedAt", new Date());
    }
}
