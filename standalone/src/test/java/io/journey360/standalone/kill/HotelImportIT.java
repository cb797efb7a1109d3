package io.journey360.standalone.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.standalone.Api;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** 119,390 real bookings; JOURNEY_REAL_DATA names the folder that holds {@code hotel_bookings.csv}. */
class HotelImportIT {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int DAY = 24 * 3_600;

    @TempDir
    Path folder;

    @Test
    void endsTheSameWhenKilledHalfWayAndAddsNothingTheSecondTime() throws Exception {
        var realData = System.getenv("JOURNEY_REAL_DATA");
        Assumptions.assumeTrue(realData != null, "JOURNEY_REAL_DATA names no folder");
        var csv = Path.of(realData, "hotel_bookings.csv");

        try (var suite = new KilledProcess(folder, "--journey.demo=false");
                var api = new Api(suite.uri())) {
            suite.start();
            api.awaitCaughtUp(LIMIT);
            var cutOff = begin(api, csv);
            while (api.get(cutOff).json().path("rowsRead").asLong() < 30_000) {
                Thread.sleep(50);
            }
            suite.kill();

            suite.start();
            api.awaitCaughtUp(LIMIT);
            await(api, begin(api, csv));
            checkTruths(suite, api);

            var again = await(api, begin(api, csv));
            assertThat(again.path("accepted").asLong()).isZero();
            assertThat(again.path("duplicates").asLong()).isEqualTo(313_946);
            assertThat(again.path("rejected").asLong()).isZero();
            checkTruths(suite, api);
        }
    }

    private static String begin(Api api, Path csv) throws Exception {
        var begun = api.exchangeOrFail(
                "POST",
                "/api/v1/imports?mapping=hotel-bookings&file=hotel_bookings.csv",
                BodyPublishers.ofFile(csv),
                "Content-Type",
                "text/csv");
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        return begun.header("Location");
    }

    private static JsonNode await(Api api, String location) throws InterruptedException {
        for (long end = System.nanoTime() + LIMIT.toNanos(); System.nanoTime() < end; Thread.sleep(200)) {
            var progress = api.get(location).json();
            if (progress.hasNonNull("finishedAt")) {
                assertThat(progress.path("rowsRead").asLong()).isEqualTo(119_390);
                return progress;
            }
        }
        throw new AssertionError("Not imported within " + LIMIT);
    }

    private static void checkTruths(KilledProcess suite, Api api) throws Exception {
        assertThat(logged(suite.database()))
                .isEqualTo(Map.of(
                        "Booked",
                        119_390L,
                        "CheckedIn",
                        75_166L,
                        "Served",
                        75_166L,
                        "Cancelled",
                        43_017L,
                        "NoShow",
                        1_207L));
        api.awaitCaughtUp(LIMIT);
        for (var unit : List.of("booking", "customer")) {
            var funnel = api.post(
                    "/api/v1/analytics/funnel",
                    Map.of(
                            "steps",
                            List.of(
                                    Map.of("event", "booked"),
                                    Map.of("event", "checked-in"),
                                    Map.of("event", "served")),
                            "window",
                            "P900D",
                            "by",
                            unit));
            assertThat(funnel.status()).as(funnel.body()).isEqualTo(200);
            var steps = funnel.json().path("steps");
            assertThat(steps.valueStream().map(step -> step.path("count").asLong()))
                    .containsExactly(119_390L, 75_166L, 75_166L);
            var wait = steps.path(1).path("timeFromPrevious");
            Map.of("p50", 45, "p90", 211, "p95", 269, "p99", 386)
                    .forEach((percentile, days) -> assertThat(
                                    wait.path(percentile).asDouble())
                            .as(percentile)
                            .isCloseTo(days * DAY, within(1e-6)));
        }
    }

    private static Map<String, Long> logged(Path database) throws Exception {
        var counts = new TreeMap<String, Long>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select payloadType, count(*) from DomainEventEntry where type = 'Collected' group by payloadType")) {
            while (rows.next()) {
                counts.put(rows.getString(1).replaceAll(".*\\.", ""), rows.getLong(2));
            }
        }
        return counts;
    }
}
