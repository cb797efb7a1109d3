package io.journey360.standalone.demo;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.records.DurableRecords;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.function.IntConsumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fills an empty log through the gateway, as any other system would. What is to be loaded is noted durably first, so a load
 * that was cut off is sent again at the next start; what had arrived then counts as a duplicate.
 */
public final class DemoLoader {

    private static final long SEED = 360;
    private static final int LINES_PER_REQUEST = 2_000;
    private static final Duration REQUEST_LIMIT = Duration.ofMinutes(2);
    private static final String KIND = "demo";
    private static final String KEY = "load";
    private static final JsonMapper JSON = JsonMapper.shared();

    private record Load(long seed, String month, boolean complete) {}

    private final DurableRecords records;
    private final JourneyLog log;
    private final Clock clock;

    public DemoLoader(DurableRecords records, JourneyLog log, Clock clock) {
        this.records = records;
        this.log = log;
        this.clock = clock;
    }

    /** Whether the log is empty, or a load was begun and not completed. */
    public boolean isDue() {
        return records.find(KIND, KEY)
                .map(stored -> !JSON.readValue(stored.json(), Load.class).complete())
                .orElseGet(() -> log.head() == 0);
    }

    /**
     * Blocks until everything is durable in the log.
     *
     * @param gateway where it listens
     * @param progress told how many events have been sent
     * @return number of events of the demo
     */
    public int load(URI gateway, IntConsumer progress) throws IOException, InterruptedException {
        var lastMonth = YearMonth.now(clock.withZone(ZoneOffset.UTC)).minusMonths(1);
        records.insertIfAbsent(KIND, KEY, JSON.writeValueAsString(new Load(SEED, lastMonth.toString(), false)), null);
        var stored = records.find(KIND, KEY).orElseThrow();
        var begun = JSON.readValue(stored.json(), Load.class);
        var demo = new Demo(begun.seed(), YearMonth.parse(begun.month()));

        try (var http = HttpClient.newHttpClient()) {
            var lines = demo.lines();
            int sent = 0;
            while (lines.hasNext()) {
                var chunk = new ArrayList<String>();
                while (lines.hasNext() && chunk.size() < LINES_PER_REQUEST) {
                    chunk.add(lines.next());
                }
                post(http, gateway, String.join("\n", chunk) + "\n");
                sent += chunk.size();
                progress.accept(sent);
            }
            for (var declaration : demo.declarations().entrySet()) {
                send(
                        http,
                        HttpRequest.newBuilder(gateway.resolve("/api/v1/" + declaration.getKey()))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(declaration.getValue())));
            }
        }
        records.replace(
                KIND, KEY, stored.version(), JSON.writeValueAsString(new Load(begun.seed(), begun.month(), true)));
        return demo.size();
    }

    private static void post(HttpClient http, URI gateway, String lines) throws IOException, InterruptedException {
        var answer = send(
                http,
                HttpRequest.newBuilder(gateway.resolve("/api/v1/events"))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines, StandardCharsets.UTF_8)));
        if (JSON.readTree(answer).path("rejected").asInt() != 0) {
            throw new IOException("the collector refused a part of the demo: " + answer);
        }
    }

    private static String send(HttpClient http, HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = http.send(request.timeout(REQUEST_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("the gateway answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
