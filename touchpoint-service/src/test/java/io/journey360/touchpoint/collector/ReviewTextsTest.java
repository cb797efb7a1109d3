package io.journey360.touchpoint.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.MongoDatabase;
import io.journey360.events.IdentityKey;
import io.journey360.events.Reviewed;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.sealing.KeyShredder;
import io.journey360.platform.sealing.Opener;
import io.journey360.platform.sealing.Sealer;
import io.journey360.touchpoint.LiveService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Texts of reviews, from either door to the log. */
class ReviewTextsTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
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
    void areSealedUnderTheIdentityOfTheirEvent() throws Exception {
        var identity = collected("t-1", "c-1", "2026-05-01T10:00:00Z", "marked-text-1");
        var review = json(post(
                "/api/v1/reviews",
                "application/json",
                "{\"customer\": \"c-1\", \"survey\": \"nps\", \"score\": 3, \"text\": \"marked-text-2\"}"));

        assertThat(review.get("identity").asString()).isEqualTo(identity.value());
        var reviews = reviews(identity);
        assertThat(opened(identity, EventKeys.key("shop", "t-1"), reviews.get(0)))
                .isEqualTo("marked-text-1");
        var messageId = review.get("id").asString().substring("review-".length());
        assertThat(opened(identity, EventKeys.key("touchpoint-service", messageId), reviews.get(1)))
                .isEqualTo("marked-text-2");
        assertThat(everything()).doesNotContain("marked-text");
    }

    /** The texts of each thousand are sealed while the thousand before is stored. */
    @Test
    void areSealedInTheOrderOfALongStream() throws Exception {
        var lines = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            lines.append(review("stream-" + i, "c-4", "2026-05-01T10:00:00Z", "word " + i))
                    .append('\n');
        }
        lines.append(review("stream-2499", "c-4", "2026-05-01T10:00:00Z", "sent twice"));

        var answer = json(post("/api/v1/events", "application/x-ndjson", lines.toString()));

        assertThat(answer.get("accepted").asInt()).isEqualTo(2_500);
        assertThat(answer.get("results").size()).isOne();
        assertThat(answer.get("results").get(0).get("differs").asBoolean()).isTrue();
        var reviews = reviews(identity("c-4"));
        for (int i = 0; i < 2_500; i++) {
            var review = reviews.get(i);
            assertThat(review.moment().id()).isEqualTo("stream-" + i);
            assertThat(opened(identity("c-4"), EventKeys.key("shop", "stream-" + i), review))
                    .isEqualTo("word " + i);
        }
    }

    /** As when the keyring could not be reached at first. */
    @Test
    void areSealedWithTheTransactionWhenThatWasNotPossibleBefore() throws Exception {
        var outage = new AtomicBoolean(true);
        var sealer = service.bean(Sealer.class);
        var collector = CollectorTest.collector(service, new ReviewTexts(texts -> {
            if (outage.get()) {
                throw new DataAccessResourceFailureException("The keyring is away");
            }
            return sealer.seal(texts);
        }));
        collector.start();
        try {
            var event = event("t-6", "c-5", "patient");
            var ahead = collector.sealedMeanwhile(List.of(event), new CompletableFuture<>());
            assertThat(ahead).containsExactly(event);
            var refused = catchThrowableOfType(Problem.class, () -> Collector.await(collector.collect(ahead)));
            assertThat(refused.status()).isEqualTo(503);

            outage.set(false);
            assertThat(Collector.await(collector.collect(ahead))).containsExactly(Verdict.ACCEPTED);
        } finally {
            collector.stop();
        }
        var identity = identity("c-5");
        assertThat(opened(
                        identity,
                        EventKeys.key("shop", "t-6"),
                        reviews(identity).getFirst()))
                .isEqualTo("patient");
    }

    @Test
    void areSealedAheadOnlyWhileSomethingIsBeingStored() {
        var collector = service.bean(Collector.class);
        var event = event("t-7", "c-6", "once");

        assertThat(collector.sealedMeanwhile(List.of(event), null)).containsExactly(event);
        assertThat(collector.sealedMeanwhile(List.of(event), CompletableFuture.completedFuture(List.of())))
                .containsExactly(event);
        var sealed = collector.sealedMeanwhile(List.of(event), new CompletableFuture<>());
        assertThat(sealed).singleElement().satisfies(ahead -> {
            assertThat(ahead.text()).isNull();
            assertThat(ahead.digest()).isEqualTo(event.digest());
            assertThat(opened(identity("c-6"), EventKeys.key("shop", "t-7"), (Reviewed) ahead.event()))
                    .isEqualTo("once");
        });
    }

    private static Item.Event event(String id, String customer, String text) {
        var bytes = review(id, customer, "2026-05-01T10:00:00Z", text).getBytes(StandardCharsets.UTF_8);
        return (Item.Event) service.bean(CloudEventReader.class).read(bytes, 0, bytes.length);
    }

    @Test
    void areTheSameTextOrAnotherWhenTheEventIsSentAgain() throws Exception {
        collected("t-2", "c-2", "2026-05-01T10:00:00Z", "once");

        assertThat(json(send("t-2", "c-2", "2026-05-01T10:00:00Z", "once")).toString())
                .contains("duplicate")
                .doesNotContain("differs");
        assertThat(json(send("t-2", "c-2", "2026-05-01T10:00:00Z", "twice"))
                        .get("differs")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void areDroppedWhenTheyWereWrittenBeforeTheErasureAndTheReviewCounts() throws Exception {
        var identity = collected("t-3", "c-3", "2026-05-01T10:00:00Z", "early");
        service.bean(KeyShredder.class).destroy(List.of(identity), Instant.parse("2026-05-03T00:00:00Z"));

        collected("t-4", "c-3", "2026-05-02T10:00:00Z", "late to arrive");
        collected("t-5", "c-3", "2026-05-04T10:00:00Z", "of a new life");

        var reviews = reviews(identity);
        assertThat(reviews).extracting(r -> r.moment().id()).containsExactly("t-3", "t-4", "t-5");
        assertThat(reviews.get(1).text()).isNull();
        var opener = service.bean(Opener.class);
        assertThat(opener.open(
                        identity,
                        EventKeys.key("shop", "t-3"),
                        "text",
                        reviews.get(0).text()))
                .isEmpty();
        assertThat(opened(identity, EventKeys.key("shop", "t-5"), reviews.get(2)))
                .isEqualTo("of a new life");
    }

    private static String opened(IdentityKey identity, String key, Reviewed review) {
        return service.bean(Opener.class)
                .open(identity, key, "text", review.text())
                .orElseThrow();
    }

    private static IdentityKey collected(String id, String customer, String time, String text) throws Exception {
        var answer = send(id, customer, time, text);
        assertThat(answer.statusCode()).isEqualTo(202);
        return new IdentityKey(json(answer).get("identity").asString());
    }

    private static HttpResponse<String> send(String id, String customer, String time, String text) throws Exception {
        return post("/api/v1/events", "application/cloudevents+json", review(id, customer, time, text));
    }

    private static String review(String id, String customer, String time, String text) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "shop", "type": "journey.reviewed", "time": "%s", \
                "data": {"customer": "%s", "survey": "nps", "score": 9, "scale": {"min": 0, "max": 10}, "text": "%s"}}\
                """.formatted(id, time, customer, text);
    }

    private static IdentityKey identity(String customer) {
        return service.bean(Pseudonyms.class).customer(customer, "shop");
    }

    private static HttpResponse<String> post(String path, String type, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(service.url() + path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static List<Reviewed> reviews(IdentityKey identity) {
        var log = service.bean(JourneyLog.class);
        var reviews = new ArrayList<Reviewed>();
        try (var stream = log.source().openStream(log.tokenAt(0))) {
            for (long position = 0; position < log.head(); ) {
                var message = stream.nextAvailable();
                position = log.position(message);
                if (message.getPayload() instanceof Reviewed review
                        && review.moment().identity().equals(identity)) {
                    reviews.add(review);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return reviews;
    }

    /** Raw bytes of every file, and every document. */
    private static String everything() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(service.data())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        var documents = service.bean(MongoDatabase.class);
        for (var name : documents.listCollectionNames()) {
            documents.getCollection(name).find().forEach(document -> all.append(document.toJson()));
        }
        return all.toString();
    }
}
