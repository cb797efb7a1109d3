package io.journey360.standalone.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.standalone.Api;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Each rule takes one day more, and the process is killed at some moment after it was defined. {@code -Djourney.kills=20} kills more
 * often, {@code -Djourney.seed=} repeats a run's choices.
 */
class KilledRetentionIT {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final int EVENTS_A_DAY = 100;
    private static final int LATEST_KILL_MILLIS = 3_000;
    private static final Instant NOW = Instant.now();

    @TempDir
    Path folder;

    @Test
    void runsKilledHalfWayAreCompletedByTheNextStartAndOnce() throws Exception {
        int kills = Integer.getInteger("journey.kills", 3);
        long seed = Long.getLong("journey.seed", System.nanoTime());
        System.out.printf("Killing %d runs of retention, journey.seed=%d%n", kills, seed);
        var random = new Random(seed);
        try (var suite = new KilledProcess(folder, "--journey.demo=false");
                var api = new Api(suite.uri())) {
            suite.start();
            suite.awaitReady(api, READY_LIMIT);
            for (int day = 0; day <= kills; day++) {
                tell(api, day, kills);
            }
            api.awaitCaughtUp(READY_LIMIT);
            var wrapped = wrappedKeys(suite);
            assertThat(wrapped).hasSize(kills + 1);

            for (int kill = 0; kill < kills; kill++) {
                define(api, kill, kills);
                Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
                suite.kill();
                suite.start();
                suite.awaitReady(api, READY_LIMIT);

                var run = completedRun(api, kill);
                System.out.printf("Run %d was decided %s%n", kill + 1, run.path("decidedAt"));
                assertThat(run.path("services")).hasSize(4);
                api.awaitCaughtUp(READY_LIMIT);
                assertThat(reviews(api)).isEqualTo(EVENTS_A_DAY * (kills - kill));
                assertThat(wrappedKeys(suite)).hasSize(kills - kill);
            }

            suite.kill();
            var files = suite.bytes();
            var days = List.copyOf(wrapped.values());
            for (int day = 0; day < kills; day++) {
                assertThat(files).doesNotContain(days.get(day));
            }
            assertThat(files).contains(days.getLast()).doesNotContain("said on day");
        }
    }

    /** Day 0 lies furthest back. */
    private static int daysAgo(int day, int kills) {
        return 10 + 10 * (kills - day);
    }

    private static void tell(Api api, int day, int kills) {
        var at = NOW.minus(Duration.ofDays(daysAgo(day, kills))).toString();
        var events = IntStream.range(0, EVENTS_A_DAY)
                .mapToObj(i -> Api.cloudEvent(
                        "reviewed",
                        "shop",
                        day + "-" + i,
                        at,
                        Map.of(
                                "customer",
                                "anna",
                                "survey",
                                "nps",
                                "score",
                                9,
                                "scale",
                                Map.of("min", 0, "max", 10),
                                "text",
                                "said on day " + day)))
                .toList();
        var answer = api.send("/api/v1/events", "application/x-ndjson", String.join("\n", events));
        assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(EVENTS_A_DAY);
    }

    private static void define(Api api, int day, int kills) throws IOException {
        var rule = """
                {"kinds": ["reviewed"], "horizon": "P%dD"}""".formatted(daysAgo(day, kills) - 5);
        int status;
        do { // profile-service may still be reading the log
            status = api.exchangeOrFail(
                            "PUT",
                            "/api/v1/retention/rule-" + day,
                            BodyPublishers.ofString(rule),
                            "Content-Type",
                            "application/json")
                    .status();
        } while (status == 503);
        assertThat(status).isBetween(200, 201);
    }

    private static JsonNode completedRun(Api api, int day) throws InterruptedException {
        for (long end = System.nanoTime() + READY_LIMIT.toNanos(); System.nanoTime() < end; Thread.sleep(100)) {
            var runs = api.get("/api/v1/retention/rule-" + day + "/runs").json().path("items");
            if (runs.size() > 0 && runs.get(0).path("state").asString().equals("completed")) {
                assertThat(runs).hasSize(1);
                return runs.get(0);
            }
        }
        throw new AssertionError("Not completed within " + READY_LIMIT);
    }

    private static int reviews(Api api) {
        return api.get("/api/v1/analytics/voice").json().at("/nps/n").asInt();
    }

    /** By day. */
    private static Map<Long, String> wrappedKeys(KilledProcess suite) throws SQLException {
        var keys = new TreeMap<Long, String>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + suite.database());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select epoch_day, wrapped from journey_keys")) {
            while (rows.next()) {
                keys.put(rows.getLong(1), rows.getString(2));
            }
        }
        return keys;
    }
}
