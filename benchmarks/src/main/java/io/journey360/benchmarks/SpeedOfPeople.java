package io.journey360.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * How fast people are linked and merged, and how soon a person with much of everything is shown, through the gateway of a
 * running suite: medians of five rounds, after three that warm up. Run from the repository's root after {@code package}; the arguments
 * {@code links} and {@code views} choose a part.
 */
public final class SpeedOfPeople {

    private static final int ROUNDS = Integer.getInteger("journey.rounds", 5);
    private static final int WARM_UPS = 3;
    private static final int CLIENTS = 32;
    private static final int PAIRS = 2_500;
    private static final int DEVICES = 19;
    private static final int EVENTS = 5_000;
    private static final int VIEWS = 300;
    private static final int VIEWS_PER_SECOND = 25;
    private static final String JSON_TYPE = "application/json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Figures figures = new Figures();
    private final SuiteProcess suite;
    private final int port;

    private SpeedOfPeople(SuiteProcess suite) {
        this.suite = suite;
        this.port = suite.port();
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("journey-people");
        try (var suite = SuiteProcess.start(folder.resolve("data"), 18_361, "--journey.demo=false")) {
            var speed = new SpeedOfPeople(suite);
            var parts = arguments.length == 0 ? List.of("links", "views") : List.of(arguments);
            if (parts.contains("links")) {
                speed.linkingAndMerging();
            }
            if (parts.contains("views")) {
                speed.views();
            }
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

    private void linkingAndMerging() throws Exception {
        double cold = 0;
        var linking = new double[ROUNDS];
        var linkingCpu = new double[ROUNDS];
        var merging = new double[ROUNDS];
        var mergingCpu = new double[ROUNDS];
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            var name = "round-" + round + "-";
            var profiles = new ConcurrentLinkedQueue<String>();
            double begun = suite.cpuSeconds();
            double links = rate(PAIRS * 2, (connection, i) -> {
                var answer = post(connection, "/api/v1/profiles", """
                        {"identities": [{"customer": "%s%d"}, {"anonymous": "device-%s%d", "source": "shop"}]}""".formatted(name, i, name, i), 201);
                profiles.add(answer.location().substring(answer.location().lastIndexOf('/') + 1));
            });
            double linked = suite.cpuSeconds();
            var ids = profiles.toArray(String[]::new);
            double merges = rate(
                    PAIRS,
                    (connection, i) -> post(
                            connection,
                            "/api/v1/profiles/%s/merges".formatted(ids[2 * i]),
                            "{\"with\": \"%s\"}".formatted(ids[2 * i + 1]),
                            201));
            double merged = suite.cpuSeconds();
            if (round >= 0) {
                linking[round] = links;
                linkingCpu[round] = (linked - begun) * 1_000 / (PAIRS * 2);
                merging[round] = merges;
                mergingCpu[round] = (merged - linked) * 1_000 / PAIRS;
            } else if (round == -WARM_UPS) {
                cold = links;
            }
        }
        figures.add(
                "opening a profile with a link, by %d clients, links/s".formatted(CLIENTS),
                Figures.count(Figures.median(linking)),
                "1,000",
                "",
                "%s, cold: %s".formatted(cpu(linkingCpu), Figures.count(cold)));
        figures.add(
                "merging, by %d clients, merges/s".formatted(CLIENTS),
                Figures.count(Figures.median(merging)),
                "1,000",
                "",
                cpu(mergingCpu));
    }

    private static String cpu(double[] millis) {
        return String.format(Locale.ROOT, "CPU of the suite: %.2f ms each", Figures.median(millis));
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
        var half = new double[ROUNDS];
        var late = new double[ROUNDS];
        var cpu = new double[ROUNDS];
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            double begun = suite.cpuSeconds();
            var millis = atFixedTimes("/api/v1/customers/" + identity + "/journey");
            if (round >= 0) {
                half[round] = Figures.percentile(millis, 50);
                late[round] = Figures.percentile(millis, 99);
                cpu[round] = (suite.cpuSeconds() - begun) * 1_000 / VIEWS;
            }
        }
        var anew = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            anew[round] = viewThatIsReadAnew(identity, "gone-" + round);
        }
        figures.add(
                "360° view of %d identities and %s events, %d requests/s, ms"
                        .formatted(DEVICES + 1, Figures.count(EVENTS), VIEWS_PER_SECOND),
                String.format(Locale.ROOT, "p50 %.1f, p99 %.1f", Figures.median(half), Figures.median(late)),
                "p99 40",
                "",
                cpu(cpu) + String.format(Locale.ROOT, "; read anew from documents: %.1f ms", Figures.median(anew)));
    }

    /** Any erasure makes the service let go of what it has in memory. @return milliseconds */
    private double viewThatIsReadAnew(String identity, String another) throws Exception {
        try (var connection = new HttpConnection(port)) {
            var opened = post(
                    connection,
                    "/api/v1/profiles",
                    "{\"identities\": [{\"customer\": \"%s\"}]}".formatted(another),
                    201);
            check(connection.delete(opened.location()), 202);
            TimeUnit.SECONDS.sleep(1); // until it is carried out
            long begun = System.nanoTime();
            check(connection.get("/api/v1/customers/" + identity + "/journey"), 200);
            return (System.nanoTime() - begun) / 1e6;
        }
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
