package io.journey360.analytics.status;

import static io.journey360.analytics.running.Events.collected;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.moment;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Discovered;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

class StatusApiTest {

    @TempDir
    Path folder;

    private static JsonNode status(RunningAnalytics analytics) {
        return analytics
                .http()
                .get()
                .uri("/api/v1/analytics/status")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static String state(RunningAnalytics analytics) {
        return status(analytics).get("state").asString();
    }

    @Test
    void anEmptyLogIsReadyAtNought() throws Exception {
        try (var analytics = new RunningAnalytics(folder)) {
            while (!state(analytics).equals("ready")) {
                Thread.sleep(20);
            }

            var status = status(analytics);
            for (var number : List.of(
                    "logPosition",
                    "projectedPosition",
                    "lagMillis",
                    "indexPosition",
                    "events",
                    "people",
                    "identities")) {
                assertThat(status.get(number).isIntegralNumber()).as(number).isTrue();
                assertThat(status.get(number).asLong()).as(number).isZero();
            }
            assertThat(status.get("generation").asInt()).isEqualTo(1);
            assertThat(status.get("limitBytes").asLong()).isPositive();
        }
    }

    @Test
    void countsWhatIsThere() {
        try (var analytics = new RunningAnalytics(folder)) {
            analytics.append(
                    discovered("1", identity(1), 0),
                    new Discovered(moment("2", null, identity(2), day(1))),
                    new Discovered(moment("3", identity(1), identity(2), day(2))));

            var status = status(analytics);

            assertThat(status.get("logPosition").asLong()).isEqualTo(3);
            assertThat(status.get("projectedPosition").asLong()).isEqualTo(3);
            assertThat(status.get("lagMillis").asLong()).isZero();
            assertThat(status.get("indexPosition").asLong()).isEqualTo(3);
            assertThat(status.get("events").asLong()).isEqualTo(3);
            assertThat(status.get("people").asLong()).isEqualTo(1);
            assertThat(status.get("identities").asLong()).isEqualTo(2);
            assertThat(status.get("indexBytes").asLong()).isPositive();
            assertThat(status.get("bytesPerEvent").asDouble()).isPositive();
        }
    }

    @Test
    void behindItsHorizonTheIndexKeepsNothingAndAnswersNothing() {
        try (var analytics = new RunningAnalytics(folder, "journey.index.horizon=P1Y")) {
            var now = Instant.now();
            analytics.append(
                    new Discovered(moment("old", identity(1), null, now.minus(Duration.ofDays(400)))),
                    new Discovered(moment("new", identity(1), null, now.minus(Duration.ofDays(300)))),
                    new Discovered(moment("other", identity(2), null, now.minus(Duration.ofDays(500)))));
            // What is kept begins at a midnight about a year before the newest event was recorded.
            analytics.append(new Discovered(moment("newest", identity(1), null, now)));

            var status = status(analytics);

            assertThat(status.get("events").asLong()).isEqualTo(2);
            assertThat(status.get("people").asLong()).isEqualTo(1);
            var heldSince = Instant.parse(status.get("heldSince").asString());
            assertThat(heldSince).isBetween(now.minus(Duration.ofDays(368)), now.minus(Duration.ofDays(364)));
            paths(analytics, heldSince).expectStatus().isOk();
            paths(analytics, heldSince.minusMillis(1))
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/from");
            analytics
                    .http()
                    .get()
                    .uri("/api/v1/customers/{id}/journey", identity(2))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.timeline[0].id")
                    .isEqualTo("other");
        }
    }

    private static WebTestClient.ResponseSpec paths(RunningAnalytics analytics, Instant from) {
        return analytics
                .http()
                .post()
                .uri("/api/v1/analytics/paths")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"node\": \"event\", \"from\": \"%s\"}".formatted(from))
                .exchange();
    }

    @Test
    void aFullIndexEndsAnalysesAndNothingElse() {
        try (var analytics = new RunningAnalytics(folder, "journey.index.limit=2MB")) {
            for (int batch = 0; batch < 60 && !state(analytics).equals("index-full"); batch++) {
                int from = batch * 2_000;
                analytics.append(collected(IntStream.range(from, from + 2_000)
                        .mapToObj(i -> interacted("e-" + i, identity(i), 0))
                        .toList()));
            }
            analytics.append(discovered("last", identity(1), 1));

            assertThat(state(analytics)).isEqualTo("index-full");
            analytics
                    .http()
                    .get()
                    .uri("/api/v1/customers")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .exists("Retry-After")
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("urn:journey360:problem:index-full")
                    .jsonPath("$.position")
                    .isNumber();
            analytics
                    .http()
                    .get()
                    .uri("/api/v1/customers/{id}/journey", identity(1))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.timeline[1].id")
                    .isEqualTo("last");
        }
    }
}
