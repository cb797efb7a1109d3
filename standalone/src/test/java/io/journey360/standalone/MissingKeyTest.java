package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.LogDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A key that is lost, or damaged, costs the fields it opened and nothing else. */
class MissingKeyTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Api api;

    @Test
    void whatItOpenedShowsAsUnreadableAndEverythingElseWorks(@TempDir Path folder) throws Exception {
        String[] settings = {"--journey.port=0", "--journey.demo=false", "--journey.data=" + folder.resolve("data")};
        try (var suite = Suite.start(settings)) {
            open(suite);
            for (var customer : List.of("anna", "ben", "carl")) {
                tell(customer, "");
            }
            api.awaitCaughtUp(LIMIT);
            change(suite, "delete from journey_keys where identity = ?", key("anna"));
            change(suite, "update journey_keys set wrapped = 'AAAA' where identity = ?", key("ben"));
        }
        try (var suite = Suite.start(settings)) { // nothing is kept open from before
            open(suite);
            for (var customer : List.of("anna", "ben")) {
                unreadable(customer);
            }
            readable("carl", "");

            for (var customer : List.of("anna", "ben", "carl")) {
                tell(customer, " again");
            }
            api.awaitCaughtUp(LIMIT);

            for (var customer : List.of("anna", "ben")) {
                assertThat(timeline(customer))
                        .contains("review of " + customer + " again")
                        .contains("\"unreadable\":[\"text\"]");
            }
            readable("carl", " again");
            assertThat(api.get("/api/v1/analytics/voice").json().at("/nps/n").asInt())
                    .isEqualTo(6);
        }
    }

    private void unreadable(String customer) {
        var profile = api.get("/api/v1/profiles/" + key(customer));
        assertThat(profile.status()).isEqualTo(200);
        assertThat(profile.json().path("traits").isEmpty()).isTrue();
        assertThat(profile.json().path("unreadable").toString()).isEqualTo("[\"name\"]");
        var journey = api.get("/api/v1/customers/" + key(customer) + "/journey");
        assertThat(journey.status()).isEqualTo(200);
        assertThat(journey.json().path("unreadable").toString()).isEqualTo("[\"name\"]");
        assertThat(timeline(customer)).contains("\"unreadable\":[\"text\"]").doesNotContain("review of");
        var bookings = api.get("/api/v1/bookings?customer=" + key(customer));
        assertThat(bookings.json().at("/items/0/unreadable").toString()).isEqualTo("[\"contact\"]");
        assertThat(bookings.json().at("/items/0").has("contact")).isFalse();
        var consents = api.get("/api/v1/profiles/" + key(customer) + "/consents");
        assertThat(consents.body()).contains("\"unreadable\":true").doesNotContain("evidence of");
        var export = api.get("/api/v1/profiles/" + key(customer) + "/export");
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.json().at("/counts/unreadable").asInt()).isEqualTo(4);
    }

    private void readable(String customer, String more) {
        assertThat(api.get("/api/v1/profiles/" + key(customer)).body())
                .contains("name of " + customer + more)
                .doesNotContain("unreadable");
        assertThat(timeline(customer)).contains("review of " + customer + more).doesNotContain("unreadable");
        assertThat(api.get("/api/v1/bookings?customer=" + key(customer)).body())
                .contains("contact of " + customer + more)
                .doesNotContain("unreadable");
        assertThat(api.get("/api/v1/profiles/" + key(customer) + "/consents").body())
                .contains("evidence of " + customer + more)
                .doesNotContain("unreadable");
    }

    private String timeline(String customer) {
        return api.get("/api/v1/customers/" + key(customer) + "/journey")
                .json()
                .path("timeline")
                .toString();
    }

    private void open(Suite suite) {
        suite.shared(DemoProgress.class).end();
        api = new Api(suite.uri());
        api.awaitCaughtUp(LIMIT);
    }

    private void tell(String customer, String more) {
        told(api.event(
                "reviewed",
                "shop",
                customer + more,
                "2026-05-01T10:00:00Z",
                Map.of(
                        "customer",
                        customer,
                        "survey",
                        "nps",
                        "score",
                        9,
                        "scale",
                        Map.of("min", 0, "max", 10),
                        "text",
                        "review of " + customer + more)));
        told(api.exchange(
                "PATCH",
                "/api/v1/profiles/" + key(customer) + "/traits",
                JSON.writeValueAsString(Map.of("name", "name of " + customer + more)),
                "Content-Type",
                "application/json"));
        told(api.post(
                "/api/v1/bookings",
                Map.of(
                        "customer",
                        customer,
                        "service",
                        "advice",
                        "channel",
                        "web",
                        "contact",
                        "contact of " + customer + more)));
        told(api.put(
                "/api/v1/profiles/" + key(customer) + "/consents/marketing",
                Map.of(
                        "granted",
                        true,
                        "evidence",
                        Map.of("wording", "w-1", "source", "desk", "text", "evidence of " + customer + more))));
    }

    private static void told(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    }

    private String key(String customer) {
        var found = api.post("/api/v1/customers/lookup", Map.of("customer", customer));
        for (int i = 0; i < 100 && found.status() != 200; i++) {
            Api.pause();
            found = api.post("/api/v1/customers/lookup", Map.of("customer", customer));
        }
        return found.json().path("identity").asString();
    }

    private static void change(Suite suite, String sql, String identity) throws SQLException {
        try (var connection = suite.shared(LogDatabase.class).writes().getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, identity);
            assertThat(statement.executeUpdate()).isPositive();
        }
    }
}
