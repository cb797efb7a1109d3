package io.journey360.analytics.asof;

import static io.journey360.analytics.running.Events.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Every answer about the people of a {@link Story}, with its status, to be compared byte for byte with those of another log. */
final class Answers {

    /** The link is named by a secret that each installation has of its own. */
    static final String EXPLAIN = ",?\"explain\":\"[^\"]*\"";

    private final RunningAnalytics analytics;
    private final String leftOut;

    /** @param leftOut what may differ, a regular expression */
    Answers(RunningAnalytics analytics, String leftOut) {
        this.analytics = analytics;
        this.leftOut = leftOut;
    }

    /** @param moments positions, or the empty text for what is known now */
    Map<String, String> asOf(List<String> moments) {
        var answers = new LinkedHashMap<String, String>();
        for (var asOf : moments) {
            PastAnswersTest.questions()
                    .forEach((name, question) -> answers.put(name + " " + asOf, answer(name, question, asOf)));
            for (int customer = 1; customer <= Story.CUSTOMERS; customer++) {
                answers.put("journey %d %s".formatted(customer, asOf), journey(customer, asOf));
            }
            for (int device = 100; device < 100 + Story.DEVICES; device++) {
                answers.put("journey %d %s".formatted(device, asOf), journey(device, asOf));
            }
        }
        answers.put("customers", get("/api/v1/customers?limit=1000"));
        return answers;
    }

    private String answer(String name, String question, String asOf) {
        var path = "/api/v1/analytics/" + name.split(" ")[0];
        if (question.isEmpty() || question.startsWith("?")) {
            return get(path + with(question, asOf));
        }
        return text(analytics
                .http()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(asOf.isEmpty() ? question : question.replaceFirst("\\{", "{\"asOf\": " + asOf + ", ")));
    }

    private static String with(String query, String asOf) {
        return asOf.isEmpty() ? query : query + (query.isEmpty() ? "?" : "&") + "asOf=" + asOf;
    }

    String journey(int identity, String asOf) {
        return get("/api/v1/customers/%s/journey%s".formatted(identity(identity), with("?limit=1000", asOf)));
    }

    private String get(String uri) {
        return text(analytics.http().get().uri(uri));
    }

    private String text(WebTestClient.RequestHeadersSpec<?> request) {
        var result = request.exchange().expectBody().returnResult();
        var body = new String(Objects.requireNonNull(result.getResponseBody()), StandardCharsets.UTF_8);
        assertThat(result.getStatus().value()).as(body).isIn(200, 404); // 404 of whom nothing is kept
        return result.getStatus().value() + " " + body.replaceAll(leftOut, "");
    }

    /** Builds the documents anew and waits until they are read. */
    void rebuild() throws InterruptedException {
        var location = analytics
                .http()
                .post()
                .uri("/api/v1/analytics/rebuild")
                .exchange()
                .expectStatus()
                .isAccepted()
                .returnResult(Void.class)
                .getResponseHeaders()
                .getLocation();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!get(Objects.requireNonNull(location).getPath()).contains("\"done\"")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
        analytics.awaitViews();
    }
}
