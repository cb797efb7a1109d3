package io.journey360.analytics.stream;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.collected;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.PersonaEvents;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.platform.log.JourneyLog;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StreamApiTest {

    private static RunningAnalytics analytics;

    @BeforeAll
    static void start(@TempDir Path folder) {
        analytics = new RunningAnalytics(folder);
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    private record Received(
            @Nullable String event, @Nullable String id, JsonNode data) {}

    /** A client that reads when asked to. */
    private static final class Client implements AutoCloseable {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        private final HttpClient http = HttpClient.newHttpClient();
        private final BufferedReader lines;

        Client(String query, @Nullable String lastEventId) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(analytics.baseUrl() + "/api/v1/stream" + query));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).startsWith(":"); // from here on nothing is missed
        }

        Received next() throws Exception {
            String event = null;
            String id = null;
            JsonNode data = null;
            while (true) {
                var line = Objects.requireNonNull(lines.readLine(), "the stream ended");
                if (line.isEmpty() && data != null) {
                    return new Received(event, id, data);
                } else if (line.startsWith("id:")) {
                    id = line.substring("id:".length());
                } else if (line.startsWith("event:")) {
                    event = line.substring("event:".length());
                } else if (line.startsWith("data:")) {
                    data = JSON.readTree(line.substring("data:".length()));
                }
            }
        }

        List<String> ids(int count) throws Exception {
            var ids = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                ids.add(next().data().get("id").asString());
            }
            return ids;
        }

        @Override
        public void close() {
            http.shutdownNow();
        }
    }

    @Test
    void tellsEachEventAsItIsProjected() throws Exception {
        try (var client = new Client("", null)) {
            analytics.append(discovered("t-1", identity(1), 0), interacted("t-2", identity(1), 1));

            var first = client.next();

            assertThat(first.event()).isNull();
            assertThat(first.id()).isEqualTo(first.data().get("position").asString());
            assertThat(first.data().get("id").asString()).isEqualTo("t-1");
            assertThat(first.data().get("event").asString()).isEqualTo("discovered");
            assertThat(first.data().get("person").asString())
                    .isEqualTo(identity(1).value());
            assertThat(client.ids(1)).containsExactly("t-2");
        }
    }

    @Test
    void tellsOfThoseWhoAreAPersonaNow() throws Exception {
        var gold = new PersonaEvents("gold");
        analytics.append(PersonaEvents.messages(gold.defined(1), gold.assigned(1, identity(71)), gold.evaluated(1)));
        try (var client = new Client("?persona=gold", null)) {
            analytics.append(discovered("g-1", identity(71), 0), discovered("g-2", identity(72), 0));
            assertThat(client.ids(1)).containsExactly("g-1");
            analytics.append(PersonaEvents.messages(gold.left(1, identity(71)), gold.assigned(1, identity(72))));
            analytics.append(interacted("g-3", identity(71), 1), interacted("g-4", identity(72), 1));

            assertThat(client.ids(1)).containsExactly("g-4");
        }
    }

    @Test
    void goesOnWhereTheClientLeftOffThoughItMissedMoreThanMemoryKeeps() throws Exception {
        analytics.append(discovered("r-0", identity(2), 0));
        long seen = analytics.bean(JourneyLog.class).head();
        for (int batch = 0; batch < 10; batch++) {
            int from = batch * 1_000;
            analytics.append(collected(IntStream.range(from, from + 1_000)
                    .mapToObj(i -> interacted("r-" + (i + 1), identity(3), 0))
                    .toList()));
        }

        try (var browser = new Client("?lastEventId=" + seen, null)) {
            assertThat(browser.ids(1)).containsExactly("r-1");
        }
        try (var client = new Client("", String.valueOf(seen))) {
            assertThat(client.ids(10_000))
                    .isEqualTo(IntStream.rangeClosed(1, 10_000)
                            .mapToObj(i -> "r-" + i)
                            .toList());
            analytics.append(discovered("r-last", identity(2), 1));
            assertThat(client.ids(1)).containsExactly("r-last");
        }
    }

    @Test
    void aPlaceThatCannotBeResumedIsReset() throws Exception {
        try (var client = new Client("", "999999999")) {
            assertThat(client.next().event()).isEqualTo("reset");

            analytics.append(discovered("n-1", identity(4), 0));
            assertThat(client.ids(1)).containsExactly("n-1");
        }
    }

    @Test
    void filtersKeepWhatTheyName() throws Exception {
        try (var client = new Client("?event=booked,discovered&customer=" + identity(5), null)) {
            analytics.append(
                    interacted("f-1", identity(5), 0),
                    discovered("f-2", identity(6), 0),
                    booked("f-3", identity(5), 1, null),
                    discovered("f-4", identity(5), 2));

            assertThat(client.ids(2)).containsExactly("f-3", "f-4");
        }
        for (var bad : List.of("event=bought", "colour=red", "customer=me")) {
            analytics
                    .http()
                    .get()
                    .uri("/api/v1/stream?" + bad)
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }
        analytics
                .http()
                .get()
                .uri("/api/v1/stream")
                .header("Last-Event-ID", "yesterday")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }
}
