package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.LogDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Reviews are kept for thirty days, and of whoever withdrew a consent everything for ten. What lies further back is dropped by every service,
 * and nothing brings it back: no question as of before, no late arrival, no rebuild, no other start.
 */
class RetentionTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.now();

    private Api api;

    @Test
    void whatLiesBehindAHorizonIsGoneEverywhereAndStaysGone(@TempDir Path folder) throws Exception {
        String[] settings = {"--journey.port=0", "--journey.demo=false", "--journey.data=" + folder.resolve("data")};
        String anna;
        String ben;
        long before;
        try (var suite = Suite.start(settings)) {
            open(suite);
            review("anna", "old", 40);
            var wrapped = wrappedKeys(suite);
            review("anna", "new", 2);
            happened("interacted", "ben", "b-old", 25);
            review("ben", "ben", 25);
            happened("interacted", "ben", "b-new", 1);
            api.awaitCaughtUp(LIMIT);
            anna = key("anna");
            ben = key("ben");
            withdraw(ben, 20);
            before = api.awaitCaughtUp(LIMIT).path("logPosition").asLong();
            assertThat(timeline(anna, before)).containsExactlyInAnyOrder("old", "new");
            assertThat(timeline(ben, before)).containsExactlyInAnyOrder("b-old", "ben", "b-new");
            assertThat(reviews(before)).isEqualTo(3);

            define("reviews", Map.of("kinds", List.of("reviewed"), "horizon", "P30D"));
            define("withdrawn", Map.of("purpose", "marketing", "horizon", "P10D"));
            var ofReviews = completedRun("reviews");
            var ofWithdrawn = completedRun("withdrawn");

            assertThat(dropped(ofReviews, "profile-service").path("keys").asInt())
                    .isOne();
            assertThat(dropped(ofReviews, "analytics-service").path("facts").asInt())
                    .isOne();
            assertThat(ofReviews.has("identities")).isFalse();
            assertThat(dropped(ofWithdrawn, "analytics-service").path("facts").asInt())
                    .isEqualTo(2);
            assertThat(ofWithdrawn.path("identities").asInt()).isOne();
            assertThat(bytes(folder)).doesNotContain(wrapped.getFirst());
            assertThat(wrappedKeys(suite)).hasSize(1); // of the new review
            check(anna, ben, before);

            review("anna", "late", 41);
            happened("interacted", "ben", "b-late", 24);
            rebuild();
            check(anna, ben, before);
        }
        try (var suite = Suite.start(settings)) {
            open(suite);
            check(anna, ben, before);
            assertThat(wrappedKeys(suite)).hasSize(1);
            assertThat(api.get("/api/v1/retention/reviews/runs").json().path("items"))
                    .hasSize(1);
        }
    }

    private void check(String anna, String ben, long before) {
        for (long asOf :
                List.of(before, api.awaitCaughtUp(LIMIT).path("logPosition").asLong())) {
            assertThat(timeline(anna, asOf)).containsExactly("new");
            assertThat(timeline(ben, asOf)).containsExactly("b-new");
            assertThat(reviews(asOf)).isOne();
        }
        var journey = api.get("/api/v1/customers/" + anna + "/journey").body();
        assertThat(journey)
                .contains("text of new")
                .doesNotContain("text of old")
                .doesNotContain("text of late");
    }

    private void open(Suite suite) {
        suite.shared(DemoProgress.class).end();
        api = new Api(suite.uri());
        api.awaitCaughtUp(LIMIT);
        for (int i = 0; i < 400 && api.get("/api/v1/retention").status() == 503; i++) {
            Api.pause(); // profile-service follows the log by itself
        }
    }

    private static String daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days)).toString();
    }

    private void review(String customer, String id, int daysAgo) {
        accepted(api.event(
                "reviewed",
                "shop",
                id,
                daysAgo(daysAgo),
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
                        "text of " + id)));
    }

    private void happened(String type, String customer, String id, int daysAgo) {
        accepted(api.event(type, "shop", id, daysAgo(daysAgo), Map.of("customer", customer, "action", "looked")));
    }

    private void withdraw(String identity, int daysAgo) {
        accepted(api.put(
                "/api/v1/profiles/" + identity + "/consents/marketing",
                Map.of("granted", false, "evidence", Map.of("source", "desk", "moment", daysAgo(daysAgo)))));
    }

    private void define(String rule, Map<String, ?> terms) {
        assertThat(api.put("/api/v1/retention/" + rule, terms).status()).isEqualTo(201);
    }

    private static void accepted(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    }

    private JsonNode completedRun(String rule) {
        JsonNode runs = null;
        for (int i = 0; i < 1_200; i++) {
            runs = api.get("/api/v1/retention/" + rule + "/runs").json().path("items");
            if (!runs.isEmpty() && runs.get(0).path("state").asString().equals("completed")) {
                assertThat(runs).hasSize(1);
                return runs.get(0);
            }
            Api.pause();
        }
        throw new AssertionError(rule + " has not come to its end: " + runs);
    }

    private static JsonNode dropped(JsonNode run, String service) {
        return run.path("services")
                .valueStream()
                .filter(report -> report.path("service").asString().equals(service))
                .findFirst()
                .orElseThrow()
                .path("dropped");
    }

    private String key(String customer) {
        return api.post("/api/v1/customers/lookup", Map.of("customer", customer))
                .json()
                .path("identity")
                .asString();
    }

    private List<String> timeline(String identity, long asOf) {
        return api.get("/api/v1/customers/" + identity + "/journey?asOf=" + asOf)
                .json()
                .path("timeline")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    private int reviews(long asOf) {
        return api.get("/api/v1/analytics/voice?asOf=" + asOf)
                .json()
                .at("/nps/n")
                .asInt();
    }

    private void rebuild() {
        var begun = api.exchange("POST", "/api/v1/analytics/rebuild", null);
        accepted(begun);
        var state = "running";
        for (int i = 0; i < 1_200 && state.equals("running"); i++) {
            Api.pause();
            state = api.get(begun.header("Location")).json().path("state").asString();
        }
        assertThat(state).isEqualTo("done");
        api.awaitCaughtUp(LIMIT);
    }

    private static List<String> wrappedKeys(Suite suite) throws SQLException {
        var keys = new ArrayList<String>();
        try (var connection = suite.shared(LogDatabase.class).reads().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select wrapped from journey_keys")) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }

    private static String bytes(Path folder) throws Exception {
        var all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
