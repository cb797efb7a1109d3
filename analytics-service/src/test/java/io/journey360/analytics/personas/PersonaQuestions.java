package io.journey360.analytics.personas;

import static io.journey360.analytics.running.Events.identity;

import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.PersonaEvents;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaEvent;
import io.journey360.platform.log.JourneyLog;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Asks a running service about people who are a persona: how many of them discovered the shop. */
record PersonaQuestions(RunningAnalytics analytics) {

    void tell(PersonaEvent... events) {
        analytics.append(PersonaEvents.messages(events));
    }

    long head() {
        return analytics.bean(JourneyLog.class).head();
    }

    static String body(String condition, long position) {
        return """
                {"steps": [{"event": "discovered"}], "asOf": %d, "filter": {"persona": %s}}""".formatted(position, condition);
    }

    JsonNode funnel(String condition, long position) {
        return post(200, body(condition, position));
    }

    int count(String condition, long position) {
        return funnel(condition, position).at("/steps/0/count").asInt();
    }

    List<IdentityKey> people(String condition, long position) {
        return Explanations.of(analytics.http(), funnel(condition, position), "/steps/0/count").stream()
                .map(item -> new IdentityKey(item.person()))
                .toList();
    }

    String refusedAt(String persona, long position) {
        return post(400, body("\"" + persona + "\"", position))
                .at("/errors/0/pointer")
                .asString();
    }

    JsonNode view(int customer, @Nullable Long asOf) {
        return get("/api/v1/customers/%s/journey%s".formatted(identity(customer), asOf == null ? "" : "?asOf=" + asOf))
                .get("persona");
    }

    JsonNode get(String uri) {
        return Objects.requireNonNull(analytics
                .http()
                .get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    JsonNode post(int status, String body) {
        return Objects.requireNonNull(analytics
                .http()
                .post()
                .uri("/api/v1/analytics/funnel")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }
}
