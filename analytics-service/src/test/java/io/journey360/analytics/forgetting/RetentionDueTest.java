package io.journey360.analytics.forgetting;

import static io.journey360.analytics.forgetting.Calls.await;
import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.collected;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.moment;
import static io.journey360.analytics.running.Events.published;
import static io.journey360.analytics.running.Events.served;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.generation.Generations;
import io.journey360.analytics.running.OwnDocuments;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.events.Sealed;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.identity.ContactPseudonyms;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.JourneyLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is due leaves documents, index, exports and whatever is read from the log, and the service says how much it was. */
class RetentionDueTest {

    private static final IdentityKey ANNA = identity(1);
    private static final IdentityKey BEN = identity(2);
    private static final IdentityKey TABLET = identity(3);
    private static final Instant MIDNIGHT = Instant.parse("2026-05-03T00:00:00Z");

    @TempDir
    Path folder;

    private final OwnDocuments documents = new OwnDocuments();
    private final MongoDatabase database = documents.database();

    @AfterEach
    void close() {
        documents.close();
    }

    private RunningAnalytics start() {
        return new RunningAnalytics(folder, documents.setting());
    }

    private static void tell(RunningAnalytics analytics) {
        analytics.append(
                new Discovered(moment("d-1", ANNA, TABLET, day(0))),
                discovered("d-2", BEN, 0),
                interacted("i-1", ANNA, 1),
                interacted("i-2", BEN, 1),
                interacted("i-3", ANNA, 5),
                booked("b-1", ANNA, 1, null),
                interacted("t-1", TABLET, 6));
        var email = ContactPseudonyms.email(analytics.bean(Pseudonyms.class), "anna@example.com")
                .orElseThrow();
        analytics.append(List.of(
                published("traits-1", traits("change-1", "email", email, 1)),
                published("traits-2", traits("change-2", "name", null, 5))));
    }

    private static TraitsChanged traits(String change, String name, @Nullable String email, double day) {
        return new TraitsChanged(
                ANNA, change, "shop", Map.of(name, new Sealed("v1.AAAA")), List.of(), email, null, day(day));
    }

    private static void due(RunningAnalytics analytics, String run, List<String> kinds, IdentityKey... identities) {
        analytics.append(List.of(published(
                run,
                new RetentionDue(
                        RetentionId.named("short"),
                        new RetentionRunId(run),
                        kinds,
                        MIDNIGHT,
                        List.of(identities),
                        day(10)))));
    }

    private static Map<String, Long> counts(RunningAnalytics analytics, String run) {
        await(() -> !analytics
                .bean(JourneyLog.class)
                .existing(List.of(run + "-analytics-service"))
                .isEmpty());
        var said = analytics.bean(EventStore.class).readEvents(run + "-analytics-service");
        return ((RetentionCarriedOut) said.next().getPayload()).counts();
    }

    private List<String> ids(String collection) {
        var ids = new ArrayList<String>();
        for (var document : database.getCollection(collection).find()) {
            var payload = document.getString("payload");
            ids.add(payload.replaceAll(".*\"(id|change)\":\"([^\"]*)\".*", "$2"));
        }
        ids.sort(null);
        return ids;
    }

    @Test
    void takesEveryTraceOfItAndSaysHowMuchThatWas() {
        try (var analytics = start()) {
            var calls = new Calls(analytics);
            tell(analytics);
            var export = calls.export("{}");
            var lookup = "{\"email\": \"anna@example.com\"}";
            calls.post("/api/v1/customers/lookup", lookup);

            due(analytics, "run-1", List.of("discovered", "interacted", "traits"));

            assertThat(counts(analytics, "run-1")).isEqualTo(Map.of("facts", 4L, "traitChanges", 1L, "exports", 1L));
            assertThat(ids("facts@1")).containsExactly("b-1", "i-3", "t-1");
            assertThat(ids("traits@1")).containsExactly("change-2");
            assertThat(analytics.bean(LiveView.class).figures().events()).isEqualTo(3);
            assertThat(calls.status(export)).isEqualTo(404);
            assertThat(calls.get("/api/v1/analytics/status")
                            .at("/horizons/interacted")
                            .asString())
                    .isEqualTo(MIDNIGHT.toString());
            assertThat(calls.exported("{}")).hasSize(3);
            assertThat(calls.streamed("?lastEventId=0", 3))
                    .extracting(event -> event.get("id").asString())
                    .containsExactly("i-3", "b-1", "t-1");
            calls.sent("/api/v1/customers/lookup", lookup).expectStatus().isNotFound();
            assertThat(calls.status("/api/v1/customers/" + BEN + "/journey")).isEqualTo(404);
        }
    }

    /** Though as of the same position, the answer is another one. */
    @Test
    void anAnswerThatACallerKeptIsNotTheSameAnyMore() {
        try (var analytics = start()) {
            tell(analytics);
            var trends = "/api/v1/analytics/touchpoints?asOf="
                    + analytics.bean(JourneyLog.class).head();
            var kept = tag(analytics, trends, "");
            assertThat(kept).isNotEmpty();
            assertThat(tag(analytics, trends, kept)).isEqualTo("not modified");

            due(analytics, "run-1", List.of("discovered", "interacted"));
            counts(analytics, "run-1");
            analytics.awaitViews();

            var changed = tag(analytics, trends, kept);
            assertThat(changed).isNotEqualTo("not modified").isNotEqualTo(kept);
            assertThat(tag(analytics, trends, changed)).isEqualTo("not modified");
        }
    }

    private static String tag(RunningAnalytics analytics, String uri, String kept) {
        var answer = analytics
                .http()
                .get()
                .uri(uri)
                .header("If-None-Match", kept.isEmpty() ? "\"none\"" : kept)
                .exchange()
                .expectBody()
                .returnResult();
        return answer.getStatus().value() == 304
                ? "not modified"
                : String.valueOf(answer.getResponseHeaders().getETag());
    }

    @Test
    void peopleStayWhoTheyWereAfterAStartFromDocumentsAndAfterARebuild() {
        try (var analytics = start()) {
            tell(analytics);
            due(analytics, "run-1", List.of("discovered"));
            counts(analytics, "run-1");
            assertThat(timeline(analytics)).containsExactly("i-1", "b-1", "i-3", "t-1");
            analytics.append(collected(IntStream.range(0, 100)
                    .mapToObj(i -> served("s-" + i, identity(100 + i), 8))
                    .toList())); // something in every segment, so that all say how far they are
        }
        // had the log been read, a missing document would not show
        database.getCollection("facts@1").deleteMany(new Document("payload", new Document("$regex", "\"s-0\"")));
        try (var analytics = start()) {
            analytics.awaitViews();
            assertThat(analytics.bean(LiveView.class).figures().events()).isEqualTo(104);
            assertThat(timeline(analytics)).containsExactly("i-1", "b-1", "i-3", "t-1");

            new Calls(analytics)
                    .sent("/api/v1/analytics/rebuild", "")
                    .expectStatus()
                    .isAccepted();
            await(() -> analytics.bean(Generations.class).active() == 2);
            assertThat(ids("facts@2")).doesNotContain("d-1", "d-2");
            assertThat(timeline(analytics)).containsExactly("i-1", "b-1", "i-3", "t-1");
        }
        try (var analytics = start()) {
            analytics.awaitViews();
            assertThat(timeline(analytics)).containsExactly("i-1", "b-1", "i-3", "t-1");
        }
    }

    private static List<String> timeline(RunningAnalytics analytics) {
        return new Calls(analytics)
                .get("/api/v1/customers/" + TABLET + "/journey")
                .get("timeline")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }

    @Test
    void whatComesLateIsNeitherWrittenNorCounted() {
        try (var analytics = start()) {
            tell(analytics);
            due(analytics, "run-1", List.of("interacted"));
            counts(analytics, "run-1");

            analytics.append(List.of(
                    collected(interacted("late-1", BEN, 0.5)),
                    collected(interacted("late-2", BEN, 7)),
                    collected(booked("late-3", BEN, 0.5, null))));

            assertThat(ids("facts@1")).containsExactly("b-1", "d-1", "d-2", "i-3", "late-2", "late-3", "t-1");
            assertThat(analytics.bean(LiveView.class).figures().events()).isEqualTo(7);
        }
    }

    @Test
    void aLotOfItGoesToo() {
        try (var analytics = start()) {
            var much = new ArrayList<JourneyEvent>();
            for (int i = 0; i < 2_500; i++) {
                much.add(interacted("much-" + i, identity(100 + i % 7), i / 1_000.0));
            }
            analytics.append(collected(much));
            tell(analytics);

            due(analytics, "run-1", List.of("interacted"));

            long before = much.stream()
                    .filter(event -> event.moment().occurredAt().isBefore(MIDNIGHT))
                    .count();
            assertThat(before).isGreaterThan(1_500);
            assertThat(counts(analytics, "run-1")).containsEntry("facts", before + 2);
            assertThat(ids("facts@1")).hasSize(2_500 - (int) before + 5);
            assertThat(analytics.bean(LiveView.class).figures().events()).isEqualTo(2_500 - before + 5);
        }
    }

    @Test
    void itIsAboutThoseItNames() {
        try (var analytics = start()) {
            tell(analytics);

            due(analytics, "run-1", List.of("discovered", "interacted"), BEN);

            assertThat(counts(analytics, "run-1")).containsEntry("facts", 2L);
            assertThat(ids("facts@1")).containsExactly("b-1", "d-1", "i-1", "i-3", "t-1");
        }
    }

    @Test
    void documentsThatAreRestoredFromBeforeBringNothingBack() {
        var copy = new ArrayList<Document>();
        try (var analytics = start()) {
            tell(analytics);
            database.getCollection("facts@1").find().into(copy);
            due(analytics, "run-1", List.of("discovered", "interacted"));
            counts(analytics, "run-1");
        }
        database.getCollection("facts@1").drop();
        database.getCollection("facts@1").insertMany(copy);

        try (var analytics = start()) {
            analytics.awaitViews();
            assertThat(analytics.bean(LiveView.class).figures().events()).isEqualTo(3);
            await(() -> ids("facts@1").equals(List.of("b-1", "i-3", "t-1")));
        }
    }

    @Test
    void figuresThatWereAnsweredBeforeAreMadeOfWhatIsLeft() {
        try (var analytics = start()) {
            var calls = new Calls(analytics);
            tell(analytics);
            var answer = calls.post("/api/v1/analytics/trends", "{\"measure\": \"events\", \"interval\": \"month\"}");
            assertThat(calls.items(answer, "/total/count")).hasSize(7);

            due(analytics, "run-1", List.of("discovered", "interacted"));
            counts(analytics, "run-1");

            assertThat(calls.items(answer, "/total/count")).hasSize(3);
            assertThat(calls.post(
                                    "/api/v1/analytics/trends",
                                    "{\"measure\": \"events\", \"interval\": \"month\", \"asOf\": 7}")
                            .at("/total/count")
                            .asLong())
                    .isEqualTo(3);
        }
    }
}
