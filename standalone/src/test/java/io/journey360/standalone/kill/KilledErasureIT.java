package io.journey360.standalone.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.standalone.Api;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code -Djourney.kills=20} kills more often, {@code -Djourney.seed=} repeats a run's choices. */
class KilledErasureIT {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final int EVENTS = 300;
    private static final int LATEST_KILL_MILLIS = 600;

    @TempDir
    Path folder;

    @Test
    void erasuresKilledHalfWayAreCompletedByTheNextStart() throws Exception {
        int kills = Integer.getInteger("journey.kills", 3);
        long seed = Long.getLong("journey.seed", System.nanoTime());
        System.out.printf("Killing %d erasures, journey.seed=%d%n", kills, seed);
        var random = new Random(seed);
        try (var suite = new KilledProcess(folder, "--journey.demo=false");
                var api = new Api(suite.uri())) {
            suite.start();
            suite.awaitReady(api, READY_LIMIT);
            var people = new ArrayList<String>();
            for (int person = 0; person <= kills; person++) {
                people.add(tell(api, person));
            }
            api.awaitCaughtUp(READY_LIMIT);
            var funnel = funnel(api);
            var wrapped = wrappedKeys(suite);
            assertThat(wrapped).containsKeys(people.toArray(String[]::new));

            var cutOff = new TreeSet<String>();
            for (int kill = 0; kill < kills; kill++) {
                var person = people.get(kill);
                // the first one after the answer, when the keys are gone and nothing else is done yet; the others
                // anywhere
                var deleting = Thread.ofPlatform().start(() -> delete(api, person));
                if (kill == 0) {
                    deleting.join();
                } else {
                    Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
                }
                suite.kill();
                deleting.join();
                var steps = steps(suite, person);
                System.out.printf("Kill %d after %s%n", kill + 1, steps);
                if (steps.contains("ErasureRequested") && !steps.contains("ErasureCompleted")) {
                    cutOff.add(person);
                }

                suite.start();
                suite.awaitReady(api, READY_LIMIT);
                if (steps.isEmpty()) {
                    assertThat(journey(api, person).status()).as("never begun").isEqualTo(200);
                    delete(api, person);
                }
                checkErased(api, awaitReceipt(api, person), person, kill);
                assertThat(steps(suite, person))
                        .as("each step once")
                        .doesNotHaveDuplicates()
                        .contains("ErasureRequested", "ProfileErased", "ErasureCompleted");
            }

            assertThat(cutOff).contains(people.getFirst());
            var other = people.getLast();
            assertThat(journey(api, other).body()).contains(text(kills));
            assertThat(funnel(api)).isEqualTo(funnel);
            suite.kill();
            var files = suite.bytes();
            for (int person = 0; person < kills; person++) {
                assertThat(files).doesNotContain(wrapped.get(people.get(person)));
            }
            assertThat(files).contains(wrapped.get(other)).doesNotContain(text(kills), "said by");
        }
    }

    private static String text(int person) {
        return "said by " + person;
    }

    /** @return the key */
    private static String tell(Api api, int person) {
        var customer = "person-" + person;
        var events = IntStream.range(0, EVENTS)
                .mapToObj(i -> Api.cloudEvent(
                        "reviewed",
                        "shop",
                        person + "-" + i,
                        "2026-05-01T10:00:00Z",
                        Map.of(
                                "customer",
                                customer,
                                "anonymous",
                                "device-" + person,
                                "survey",
                                "nps",
                                "score",
                                9,
                                "scale",
                                Map.of("min", 0, "max", 10),
                                "text",
                                text(person))))
                .toList();
        var answer = api.send("/api/v1/events", "application/x-ndjson", String.join("\n", events));
        assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(EVENTS);
        return api.postAfter(answer, "/api/v1/customers/lookup", Map.of("customer", customer))
                .json()
                .path("identity")
                .asString();
    }

    private static void delete(Api api, String person) {
        try {
            api.exchangeOrFail("DELETE", "/api/v1/profiles/" + person, BodyPublishers.noBody());
        } catch (IOException killed) {
            // whether it began is seen in the log
        }
    }

    private static Api.Answer journey(Api api, String person) {
        return api.get("/api/v1/customers/" + person + "/journey?limit=1000");
    }

    private static JsonNode awaitReceipt(Api api, String person) throws InterruptedException {
        for (long end = System.nanoTime() + READY_LIMIT.toNanos(); System.nanoTime() < end; Thread.sleep(100)) {
            var gone = api.get("/api/v1/profiles/" + person);
            if (gone.status() == 410) {
                var receipt = api.get(gone.json().path("receipt").asString()).json();
                if (receipt.path("state").asString().equals("completed")) {
                    return receipt;
                }
            }
        }
        throw new AssertionError("Not erased within " + READY_LIMIT);
    }

    private static void checkErased(Api api, JsonNode receipt, String person, int number) {
        assertThat(receipt.path("verified").asBoolean()).isTrue();
        assertThat(receipt.at("/destroyed/keysOfIdentities").asInt()).isEqualTo(2);
        assertThat(receipt.path("services").size()).isEqualTo(4);
        api.awaitCaughtUp(READY_LIMIT);
        assertThat(journey(api, person).status()).isEqualTo(404);
        assertThat(api.post("/api/v1/customers/lookup", Map.of("customer", "person-" + number))
                        .status())
                .isEqualTo(404);
    }

    private static JsonNode funnel(Api api) {
        return api.post("/api/v1/analytics/funnel", Map.of("steps", List.of(Map.of("event", "reviewed"))))
                .json()
                .path("steps");
    }

    /** What the log holds of the person's erasure, in its order. */
    private static List<String> steps(KilledProcess suite, String person) throws SQLException {
        var steps = new ArrayList<String>();
        try (var connection = open(suite);
                var query = connection.prepareStatement("""
                        select payloadType from DomainEventEntry where type = 'Erasure' and aggregateIdentifier in (
                            select aggregateIdentifier from DomainEventEntry
                            where type = 'Erasure' and sequenceNumber = 0 and instr(payload, cast(? as blob)) > 0)
                        order by globalIndex
                        """)) {
            query.setString(1, person);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    steps.add(rows.getString(1).replaceAll(".*\\.", ""));
                }
            }
        }
        return steps;
    }

    private static Map<String, String> wrappedKeys(KilledProcess suite) throws SQLException {
        var keys = new TreeMap<String, String>();
        try (var connection = open(suite);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select identity, wrapped from journey_keys where wrapped is not null")) {
            while (rows.next()) {
                keys.put(rows.getString(1), rows.getString(2));
            }
        }
        return keys;
    }

    private static Connection open(KilledProcess suite) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + suite.database());
    }
}
