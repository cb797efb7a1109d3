package io.journey360.touchpoint.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.journey360.platform.log.JourneyLog;
import io.journey360.touchpoint.LiveService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that others made, of which it is known what is in them. */
class RealDataTest {

    private static final Map<String, Integer> HOTEL_TRUTHS =
            Map.of("Booked", 119_390, "CheckedIn", 75_166, "Served", 75_166, "Cancelled", 43_017, "NoShow", 1_207);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static Path folder;

    private final LiveService service = LiveService.start();

    @BeforeAll
    static void findTheData() {
        var data = System.getenv("JOURNEY_REAL_DATA");
        assumeTrue(data != null, "JOURNEY_REAL_DATA does not name the folder with the real files");
        folder = Path.of(data);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void everyHotelBookingIsInTheLogOnceHoweverOftenItIsImported() throws Exception {
        var cutOff = upload("text/csv", "hotel-bookings", "hotel_bookings.csv");
        await(cutOff, state -> state.get("accepted").asInt() > 20_000);
        service.restart(); // in the middle: the worker is stopped, the import goes on at the next start
        var done = await(cutOff, state -> state.has("finishedAt"));

        assertThat(done.get("state").asString()).isEqualTo("completed");
        assertThat(done.get("rowsRead").asInt()).isEqualTo(119_390);
        assertThat(done.get("rejected").asInt()).isZero();
        assertThat(done.get("accepted").asInt() + done.get("duplicates").asInt())
                .isEqualTo(313_946);
        assertThat(eventsByType()).isEqualTo(HOTEL_TRUTHS);

        long head = service.bean(JourneyLog.class).head();
        var again = await(upload("text/csv", "hotel-bookings", "hotel_bookings.csv"), state -> state.has("finishedAt"));
        assertThat(again.get("duplicates").asInt()).isEqualTo(313_946);
        assertThat(service.bean(JourneyLog.class).head()).isEqualTo(head);
    }

    @Test
    void everyEventOfAnXesLogIsAnAction() throws Exception {
        var done = await(upload("application/xml", "xes", "running-example.xes"), state -> state.has("finishedAt"));

        assertThat(done.get("accepted").asInt()).isEqualTo(42);
        assertThat(eventsByType()).isEqualTo(Map.of("Interacted", 42));
    }

    private Map<String, Integer> eventsByType() throws InterruptedException {
        var log = service.bean(JourneyLog.class);
        var counts = new HashMap<String, Integer>();
        long head = log.head();
        try (var stream = log.source().openStream(null)) {
            for (long position = 0; position < head; ) {
                var message = stream.nextAvailable();
                position = log.position(message.trackingToken());
                counts.merge(message.getPayloadType().getSimpleName(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private String upload(String type, String mapping, String file) throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(
                                URI.create(service.url() + "/api/v1/imports?mapping=" + mapping + "&file=" + file))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofFile(folder.resolve(file)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(202);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private JsonNode await(String location, Predicate<JsonNode> condition) throws Exception {
        for (int tries = 0; tries < 6_000; tries++) {
            var answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(service.url() + location)).build(), BodyHandlers.ofString());
            var state = JSON.readTree(answer.body());
            if (condition.test(state)) {
                return state;
            }
            Thread.sleep(Duration.ofMillis(100));
        }
        throw new AssertionError("The import does not come so far");
    }
}
