package io.journey360.analytics.exports;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.ConsentGranted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the tenant demands consent, exports name nobody who has not given it, and leave out none of their events. */
class ExportNamingTest {

    private static final String EXPORTS = "/api/v1/analytics/exports";

    @TempDir
    Path folder;

    @Test
    void whoHasNotAllowedItIsNotNamed() throws InterruptedException {
        try (var analytics = new RunningAnalytics(folder, "journey.consent.demanded=analytics")) {
            analytics.append(
                    discovered("open-1", identity(1), 0),
                    booked("open-2", identity(1), 1, null),
                    discovered("silent-1", identity(2), 0),
                    booked("silent-2", identity(2), 1, null));
            analytics.append(List.of(Events.published(
                    "grant", new ConsentGranted(identity(1), "analytics", "said", "1", "shop", null, day(2)))));

            var events = lines(analytics, "{\"format\": \"csv\", \"events\": {}}");
            assertThat(events).hasSize(5);
            assertThat(events)
                    .filteredOn(line -> line.contains(identity(1).value()))
                    .hasSize(2);
            assertThat(events)
                    .filteredOn(line -> line.contains("silent-"))
                    .hasSize(2)
                    .noneMatch(line -> line.contains("id-"));

            var paths = read(analytics
                    .http()
                    .post()
                    .uri("/api/v1/analytics/paths")
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"node\": \"event\"}")
                    .exchange());
            var explanation = paths.get("explain").asString();
            var rows = lines(analytics, """
                    {"format": "csv", "explanation": {"id": "%s", "figure": "/edges/0/count"}}""".formatted(explanation.substring(explanation.lastIndexOf('/') + 1)));
            assertThat(rows).hasSize(5);
            assertThat(rows)
                    .filteredOn(line -> line.contains("silent-"))
                    .hasSize(2)
                    .noneMatch(line -> line.contains("id-"));

            analytics
                    .http()
                    .post()
                    .uri(EXPORTS)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"format\": \"csv\", \"events\": {\"filter\": {\"customer\": \"%s\"}}}"
                            .formatted(identity(2)))
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
    }

    private static List<String> lines(RunningAnalytics analytics, String body) throws InterruptedException {
        var export = read(analytics
                .http()
                .post()
                .uri(EXPORTS)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange());
        var uri = EXPORTS + "/" + export.get("id").asString();
        var deadline = Instant.now().plusSeconds(30);
        while (!read(analytics.http().get().uri(uri).exchange())
                .get("state")
                .asString()
                .equals("done")) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
        return new String(
                        analytics
                                .http()
                                .get()
                                .uri(uri + "/file")
                                .exchange()
                                .expectBody()
                                .returnResult()
                                .getResponseBody(),
                        StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static JsonNode read(WebTestClient.ResponseSpec answer) {
        return JsonMapper.shared()
                .readTree(answer.expectStatus()
                        .is2xxSuccessful()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }
}
