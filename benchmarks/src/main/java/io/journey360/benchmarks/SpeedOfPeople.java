package io.journey360.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast people are linked and merged, and how soon a person with much of everything is shown, through the gateway of a
 * running suite. Run from the repository's root after {@code package}.
 */
public final class SpeedOfPeople {

    private static final int ROUNDS = Integer.getInteger("journey.rounds", 4);
    private static final int CLIENTS = 32;
    private static final int PAIRS = 4_000;
    private static final int DEVICES = 19;
    private static final int EVENTS = 5_000;
    private static final int VIEWS = 1_000;
    private static final int VIEWS_PER_SECOND = 25;
    private static final String JSON_TYPE = "application/json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Figures figures = new Figures();
    private final int port;

    private SpeedOfPeople(int port) {
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("journey-people");
        var speed = new SpeedOfPeople(18_361);
        try (var suite = SuiteProcess.start(folder.resolve("data"), speed.port, "--journey.demo=false")) {
            speed.linkingAndMerging();
            speed.views();
            speed.figures.print();
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void item(HttpConnection connection, int number) throws Exception;
    }

    /** @return per second */
    private double rate(int items, Work work) throws Exception {
        var next = new AtomicInteger();
        long begun = System.nanoTime();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var parts = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> {
                        try (var connection = new HttpConnection(port)) {
                            for (int i = next.getAndIncrement(); i < items; i = next.getAndIncrement()) {
                                work.item(connection, i);
                            }
                        }
                        return null;
                    }))
                    .toList();
            for (var part : parts) {
                part.get();
            }
        }
        return items / ((System.nanoTime() - begun) / 1e9);
    }

    /** The rates of the last round: the ones before warm up. */
    private void linkingAndMerging() throws Exception {
        double cold = 0;
        double linking = 0;
        double merging = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var name = "round-" + round + "-";
            var profiles = new ConcurrentLinkedQueue<String>();
            linking = rate(PAIRS * 2, (connection, i) -> {
                var answer = post(connection, "/api/v1/profiles", """
                        {"identities": [{"customer": "%s%d"}, {"anonymous": "device-%s%d", "source": "shop"}]}""".formatted(name, i, name, i), 201);
                profiles.add(answer.location().substring(answer.location().lastIndexOf('/') + 1));
            });
            cold = round == 0 ? linking : cold;
            var ids = profiles.toArray(String[]::new);
            merging = rate(
                    PAIRS,
                    (connection, i) -> post(
                            connection,
                            "/api/v1/profiles/%s/merges".formatted(ids[2 * i]),
                            "{\"with\": \"%s\"}".formatted(ids[2 * i + 1]),
                            201));
        }
        figures.add(
                "opening a profile with a link, by %d clients, links/s".formatted(CLIENTS),
                Figures.count(linking),
                "1,000",
                "",
                "cold: " + Figures.count(cold));
        figures.add("merging, by %d clients, merges/s".formatted(CLIENTS), Figures.count(merging), "1,000", "", "");
    }

    private void views() throws Exception {
        String identity;
        try (var connection = new HttpConnection(port)) {
            var lines = new StringBuilder();
            for (int i = 0; i < EVENTS; i++) {
                lines.append(event(i)).append('\n');
            }
            check(
                    connection.post(
                            "/api/v1/events",
                            "application/x-ndjson",
                            lines.toString().getBytes(StandardCharsets.UTF_8)),
                    202);
            var path = "/api/v1/customers/lookup";
            var answer = connection.post(path, JSON_TYPE, bytes("{\"customer\": \"much\"}"));
            while (answer.status() == 404) {
                TimeUnit.MILLISECONDS.sleep(50);
                answer = connection.post(path, JSON_TYPE, bytes("{\"customer\": \"much\"}"));
            }
            check(answer, 200);
            identity = JSON.readTree(answer.body()).get("person").asString();
            var view = JSON.readTree(
                    connection.get("/api/v1/customers/" + identity + "/journey").body());
            while (view.at("/totals/events").asInt() < EVENTS) {
                TimeUnit.MILLISECONDS.sleep(50);
                view = JSON.readTree(connection
                        .get("/api/v1/customers/" + identity + "/journey")
                        .body());
            }
            if (view.get("identities").size() != DEVICES + 1) {
                throw new IllegalStateException(
                        "identities: " + view.get("identities").size());
            }
        }
        double[] millis = {};
        for (int round = 0; round < 2; round++) { // the first one warms up
            millis = atFixedTimes("/api/v1/customers/" + identity + "/journey");
        }
        figures.add(
                "360° view of %d identities and %s events, %d requests/s, ms"
                        .formatted(DEVICES + 1, Figures.count(EVENTS), VIEWS_PER_SECOND),
                String.format(
                        Locale.ROOT,
                        "p50 %.1f, p99 %.1f",
                        Figures.percentile(millis, 50),
                        Figures.percentile(millis, 99)),
                "p99 40",
                "",
                "");
    }

    private static String event(int number) {
        var time = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(31L * number));
        var whose = "\"customer\": \"much\"";
        if (number < DEVICES) {
            whose += ", \"anonymous\": \"device-%d\"".formatted(number);
        } else if (number % 3 == 0) {
            whose = "\"anonymous\": \"device-%d\"".formatted(number % DEVICES);
        }
        return """
                {"specversion":"1.0","id":"m-%d","source":"shop","type":"journey.%s","time":"%s","data":{%s,"channel":"web","touchpoint":"point-%d","action":"looked"}}""".formatted(number, "interacted", time, whose, number % 40);
    }

    /** Asked at fixed times whether or not earlier answers have come, and timed from then; ascending. */
    private double[] atFixedTimes(String path) throws Exception {
        var millis = new double[VIEWS];
        long begun = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        rate(VIEWS, (connection, i) -> {
            long due = begun + i * (1_000_000_000L / VIEWS_PER_SECOND);
            long pause = due - System.nanoTime();
            if (pause > 0) {
                TimeUnit.NANOSECONDS.sleep(pause);
            }
            check(connection.get(path), 200);
            millis[i] = (System.nanoTime() - due) / 1e6;
        });
        Arrays.sort(millis);
        return millis;
    }

    private static HttpConnection.Answer post(HttpConnection connection, String path, String body, int status)
            throws Exception {
        var answer = connection.post(path, JSON_TYPE, bytes(body));
        check(answer, status);
        return answer;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void check(HttpConnection.Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }
}
