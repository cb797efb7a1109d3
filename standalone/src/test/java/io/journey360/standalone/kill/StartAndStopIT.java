package io.journey360.standalone.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.standalone.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as somebody meets it in a terminal. */
class StartAndStopIT {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (var suite = new KilledProcess(folder);
                var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), suite.uri().getPort()));
            refuses(suite, "Port " + suite.uri().getPort(), "journey.port (JOURNEY_PORT)");
        }
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("data"), "a file where the folder should be");
        try (var suite = new KilledProcess(folder)) {
            refuses(suite, "The data folder " + folder.resolve("data"), "journey.data (JOURNEY_DATA)");
        }
    }

    @Test
    void saysThatTheLogIsBroken() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.write(
                folder.resolve("data/journey.db"),
                "this is no database at all ".repeat(1_000).getBytes());
        try (var suite = new KilledProcess(folder)) {
            refuses(suite, "journey.db", "backup");
        }
    }

    @Test
    void keepsASecondProcessAwayThenStopsCleanlyKeepsEverythingAndRefusesAWrongKey() throws Exception {
        try (var suite = new KilledProcess(folder, "--journey.demo=false");
                var second = new KilledProcess(folder, "--journey.demo=false");
                var api = new Api(suite.uri())) {
            suite.start();
            api.awaitCaughtUp(READY_LIMIT);
            refuses(second, "Another Journey 360 is running on the data folder");

            var told = api.event("discovered", "shop", "1", "2026-05-01T10:00:00Z", Map.of("customer", "c"));
            assertThat(told.status()).isEqualTo(202);
            suite.stop();
            assertThat(suite.said()).contains("Stopped.").doesNotContain("Exception");

            suite.start();
            api.awaitCaughtUp(READY_LIMIT);
            var person = api.post("/api/v1/customers/lookup", Map.of("customer", "c"))
                    .json()
                    .path("person");
            assertThat(api.get("/api/v1/customers/" + person.asString() + "/journey")
                            .json()
                            .path("timeline"))
                    .hasSize(1);
            suite.stop();

            var otherKey = new byte[32];
            new SecureRandom().nextBytes(otherKey);
            Files.writeString(
                    folder.resolve("data.keys"),
                    "key-00000000 " + Base64.getEncoder().encodeToString(otherKey) + "\n");
            refuses(
                    suite,
                    "The key file " + folder.resolve("data.keys") + " is not the one of this log",
                    "key-00000000",
                    "journey.keys (JOURNEY_KEYS)");
        }
    }

    @Test
    void completesADemoThatWasCutOff() throws Exception {
        try (var suite = new KilledProcess(folder);
                var api = new Api(suite.uri())) {
            suite.start();
            while (!suite.said().contains("Loading the demo")) {
                assertThat(suite.isAlive()).as(suite.said()).isTrue();
                Thread.sleep(20);
            }
            Thread.sleep(700);
            suite.kill();

            suite.start();
            api.awaitCaughtUp(READY_LIMIT);
            var complete = api.awaitCaughtUp(READY_LIMIT).path("events").asLong();
            assertThat(complete).isGreaterThan(12_000);
            assertThat(suite.said()).contains("Loading the demo");
            assertThat(timeline(api, "lewis"))
                    .hasSize(13)
                    .startsWith("discovered")
                    .endsWith("reviewed");
            assertThat(timeline(api, "shoe-customer"))
                    .hasSize(7)
                    .contains("served")
                    .endsWith("reviewed");
            assertThat(timeline(api, "seychelles-couple")).hasSize(17).contains("booked", "checked-in", "served");
            assertThat(funnelOf(api, "lewis", "customer", "discovered", "booked", "checked-in", "served", "reviewed"))
                    .containsOnly(1);
            assertThat(funnelOf(api, "lewis", "booking", "booked", "checked-in", "served", "reviewed"))
                    .containsOnly(1);
            suite.stop();

            suite.start();
            assertThat(api.awaitCaughtUp(READY_LIMIT).path("events").asLong()).isEqualTo(complete);
        }
    }

    private static List<String> timeline(Api api, String customer) {
        return api.get("/api/v1/customers/" + person(api, customer) + "/journey")
                .json()
                .path("timeline")
                .valueStream()
                .map(event -> event.path("event").asString())
                .toList();
    }

    private static List<Integer> funnelOf(Api api, String customer, String unit, String... steps) {
        var funnel = api.post(
                "/api/v1/analytics/funnel",
                Map.of(
                        "steps",
                        Stream.of(steps).map(step -> Map.of("event", step)).toList(),
                        "by",
                        unit,
                        "filter",
                        Map.of("customer", person(api, customer))));
        assertThat(funnel.status()).as(funnel.body()).isEqualTo(200);
        return funnel.json()
                .path("steps")
                .valueStream()
                .map(step -> step.path("count").asInt())
                .toList();
    }

    private static String person(Api api, String customer) {
        return api.post("/api/v1/customers/lookup", Map.of("customer", customer))
                .json()
                .path("person")
                .asString();
    }

    private static void refuses(KilledProcess suite, String... explanations) throws IOException, InterruptedException {
        suite.start();
        assertThat(suite.awaitExit()).as(suite.said()).isEqualTo(1);
        assertThat(suite.said()).contains(explanations).doesNotContain("\tat ");
    }
}
