package io.journey360.analytics.forgetting;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything that tells of people, as clients ask for it. */
final class Calls {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EXPORTS = "/api/v1/analytics/exports";

    private final RunningAnalytics analytics;

    Calls(RunningAnalytics analytics) {
        this.analytics = analytics;
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come to pass");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    int status(String uri) {
        return analytics
                .http()
                .get()
                .uri(uri)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    JsonNode get(String uri) {
        return read(analytics.http().get().uri(uri).exchange());
    }

    JsonNode post(String uri, String body) {
        return read(sent(uri, body));
    }

    WebTestClient.ResponseSpec sent(String uri, String body) {
        return analytics
                .http()
                .post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    /** The pages of an explanation, in one list. */
    List<JsonNode> items(JsonNode answer, String figure) {
        var page = get(answer.get("explain").asString() + "?limit=1000&figure=" + figure);
        return page.get("items").valueStream().toList();
    }

    /** @param wanted of the events, as JSON */
    List<String> exported(String wanted) {
        var uri = export(wanted);
        var file = analytics
                .http()
                .get()
                .uri(uri + "/file")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        var lines = new String(Objects.requireNonNull(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.subList(1, lines.size());
    }

    /** Where an export of events is, once it is done. */
    String export(String wanted) {
        var export = post(EXPORTS, "{\"format\": \"csv\", \"events\": %s}".formatted(wanted));
        var uri = EXPORTS + "/" + export.get("id").asString();
        await(() -> get(uri).get("state").asString().equals("done"));
        return uri;
    }

    /** The first so many events of the stream. */
    List<JsonNode> streamed(String query, int count) {
        var events = new ArrayList<JsonNode>();
        try (var lines = new BufferedReader(new InputStreamReader(
                URI.create(analytics.baseUrl() + "/api/v1/stream" + query)
                        .toURL()
                        .openStream(),
                StandardCharsets.UTF_8))) {
            while (events.size() < count) {
                var line = Objects.requireNonNull(lines.readLine());
                if (line.startsWith("data:")) {
                    events.add(JsonMapper.shared().readTree(line.substring("data:".length())));
                }
            }
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return events;
    }

    private static JsonNode read(WebTestClient.ResponseSpec answer) {
        var result = answer.expectBody().returnResult();
        var body = new String(Objects.requireNonNull(result.getResponseBody()), StandardCharsets.UTF_8);
        assertThat(result.getStatus().is2xxSuccessful()).as(body).isTrue();
        return JsonMapper.shared().readTree(body);
    }
}
