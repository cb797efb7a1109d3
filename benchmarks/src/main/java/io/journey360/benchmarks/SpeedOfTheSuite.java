package io.journey360.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that is measured through the gateway of a running suite, and how long it takes to start. Run from the
 * repository's root after {@code package}; {@code -Djourney.repeats=1} for a quick look. An argument of {@code starts,ingestion,views}
 * names the parts to do besides what is always done: how soon an event shows.
 */
public final class SpeedOfTheSuite {

    private static final int REPEATS = Integer.getInteger("journey.repeats", 5);
    private static final int LINES = 25_000;
    private static final int CLIENTS = 32;
    private static final int SINGLES = 8_000;
    private static final int MOST_WARM_UPS = 15;
    private static final int VIEWED_EVENTS = 300_000;
    private static final int PROBES = 400;
    private static final int VIEWS = 6_000;
    private static final int VIEWS_PER_SECOND = 200;
    private static final int PLAIN_EVENTS = 100_000;
    private static final String NDJSON = "application/x-ndjson";
    private static final String CLOUD_EVENT = "application/cloudevents+json";
    private static final List<String> PARTS = List.of("starts", "ingestion", "views");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Figures figures;
    private final Path folder;
    private final int port;

    private SpeedOfTheSuite(Figures figures, Path folder, int port) {
        this.figures = figures;
        this.folder = folder;
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("journey-benchmarks");
        try {
            var figures = new Figures();
            var parts = arguments.length > 0 ? List.of(arguments[0].split(",")) : PARTS;
            new SpeedOfTheSuite(figures, folder, 18_360).run(parts);
            figures.print();
        } finally {
            delete(folder);
        }
    }

    private void run(List<String> parts) throws Exception {
        if (parts.contains("starts")) {
            starts();
        }
        var data = folder.resolve("load");
        double rebuilt;
        try (var suite = SuiteProcess.start(data, port, "--journey.demo=false")) {
            if (parts.contains("ingestion")) {
                ingestion();
            }
            visibility();
            if (!parts.contains("views")) {
                return;
            }
            journeyViews();
            rebuilt = rebuild();
            figures.add(
                    "resident memory at %s events".formatted(Figures.count(head())),
                    suite.residentMebibytes() + " MiB",
                    "",
                    "",
                    "");
        }
        double plain = PlainProjection.eventsPerSecond(data, PLAIN_EVENTS);
        figures.add(
                "(c) rebuild from the log, events/s",
                Figures.count(rebuilt),
                "30,000, 3x plain",
                "10,000",
                "one upsert per event: %s, %.1f times".formatted(Figures.count(plain), rebuilt / plain));
    }

    private void starts() throws IOException, InterruptedException {
        var first = new ArrayList<Double>();
        var later = new ArrayList<Double>();
        var memory = new ArrayList<Double>();
        Files.deleteIfExists(Path.of("standalone/target/standalone.jsa")); // made anew when the first process ends
        for (int i = 0; i < REPEATS; i++) {
            var data = folder.resolve("start-" + i);
            try (var suite = SuiteProcess.start(data, port)) {
                first.add(suite.readyMillis() / 1e3);
            }
            try (var suite = SuiteProcess.start(data, port)) {
                later.add(suite.readyMillis() / 1e3);
                memory.add((double) suite.residentMebibytes());
            }
        }
        figures.add(
                "(f) first start with the demo, s",
                seconds(first),
                "15",
                "30",
                String.format(Locale.ROOT, "the very first after a build: %.1f", first.getFirst()));
        figures.add("(f) later start, s", seconds(later), "10", "20", "");
        figures.add("(f) resident memory with the demo, MiB", Figures.count(median(memory)), "1,024", "1,024", "");
    }

    private void ingestion() throws Exception {
        var load = new Load("ndjson");
        var lines = measured(() -> {
            var body = load.lines(LINES);
            long begun = System.nanoTime();
            try (var connection = new HttpConnection(port)) {
                var answer = connection.post("/api/v1/events", NDJSON, body);
                double seconds = (System.nanoTime() - begun) / 1e9;
                check(answer, 202);
                if (JSON.readTree(answer.body()).path("accepted").asInt() != LINES) {
                    throw new IllegalStateException(answer.body());
                }
                return LINES / seconds;
            }
        });
        awaitCaughtUp();
        double raw;
        double rawSingles;
        try (var log = new RawLog(folder.resolve("raw"))) {
            raw = log.inserts(new Load("raw"), LINES, 1_000);
            rawSingles = log.singles(new Load("raw-single"), SINGLES, CLIENTS);
        }
        figures.add(
                "(a) NDJSON through the gateway until durable, events/s",
                Figures.count(median(lines.warm())),
                "10,000",
                "5,000",
                "raw SQLite inserts by 1,000: %s; ours cold: %s"
                        .formatted(Figures.count(raw), Figures.count(lines.cold())));
        var round = new AtomicInteger();
        var singles = measured(() -> singles(new Load("single-" + round.getAndIncrement())));
        figures.add(
                "(a) single POSTs by %d clients until durable, events/s".formatted(CLIENTS),
                Figures.count(median(singles.warm())),
                "1,700",
                "1,000",
                "raw SQLite, a transaction each: %s; ours cold: %s"
                        .formatted(Figures.count(rawSingles), Figures.count(singles.cold())));
        awaitCaughtUp();
    }

    /**
     * @param cold the rate of the first round
     * @param warm the rates of the measured rounds
     */
    private record Rates(double cold, List<Double> warm) {}

    /** Warms up until a round is no longer 5 % faster than the best before it, twice in a row; then measures. */
    private static Rates measured(Callable<Double> round) throws Exception {
        double cold = round.call();
        double best = cold;
        int steady = 0;
        for (int i = 0; i < MOST_WARM_UPS && steady < 2; i++) {
            double rate = round.call();
            steady = rate > best * 1.05 ? 0 : steady + 1;
            best = Math.max(best, rate);
        }
        var warm = new ArrayList<Double>();
        for (int i = 0; i < REPEATS; i++) {
            warm.add(round.call());
        }
        return new Rates(cold, warm);
    }

    private double singles(Load load) throws InterruptedException, ExecutionException {
        var left = new AtomicInteger(SINGLES);
        long begun = System.nanoTime();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var work = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> {
                        try (var connection = new HttpConnection(port)) {
                            while (left.getAndDecrement() > 0) {
                                check(
                                        connection.post(
                                                "/api/v1/events",
                                                CLOUD_EVENT,
                                                load.next().getBytes(StandardCharsets.UTF_8)),
                                        202);
                            }
                        }
                        return null;
                    }))
                    .toList();
            for (var part : work) {
                part.get();
            }
        }
        return SINGLES / ((System.nanoTime() - begun) / 1e9);
    }

    private void visibility() throws Exception {
        figures.add(
                "(b) acknowledged to visible at 2,000 events/s, ms",
                percentiles(untilSeen(
                        20,
                        "probe",
                        (connection, identity, event, number) -> connection
                                .get("/api/v1/customers/" + identity + "/journey")
                                .body()
                                .contains('"' + Load.id(number) + '"'))),
                "p50 50, p99 500",
                "",
                "");
        figures.add(
                "(b) acknowledged to counted by a funnel at 1,000 events/s, ms",
                percentiles(untilSeen(10, "counted", SpeedOfTheSuite::counted)),
                "p99 250",
                "",
                "");
        awaitCaughtUp();
    }

    /** Whether an event, which is its person's only one of its source, is in the answer of a funnel. */
    private static boolean counted(HttpConnection connection, String identity, String event, int number)
            throws IOException {
        var type = JSON.readTree(event).path("type").asString().replace("journey.", "");
        var funnel = "{\"steps\": [{\"event\": \"%s\"}], \"filter\": {\"customer\": \"%s\", \"source\": \"counted\"}}"
                .formatted(type, identity);
        var answer = connection.post(
                "/api/v1/analytics/funnel", "application/json", funnel.getBytes(StandardCharsets.UTF_8));
        check(answer, 200);
        return JSON.readTree(answer.body()).path("steps").path(0).path("count").asLong() == 1;
    }

    @FunctionalInterface
    private interface Look {
        boolean there(HttpConnection connection, String identity, String event, int number) throws IOException;
    }

    /**
     * Events come in batches, a hundred a second, while probes are acknowledged and then looked for.
     *
     * @return from acknowledged to there, in milliseconds, ascending
     */
    private double[] untilSeen(int batch, String source, Look look) throws Exception {
        var stop = new LongAdder();
        var background = new Load("background of " + source);
        var loader = Thread.ofPlatform().name("load").start(() -> {
            try (var connection = new HttpConnection(port)) {
                long next = System.nanoTime();
                while (stop.sum() == 0) {
                    check(connection.post("/api/v1/events", NDJSON, background.lines(batch)), 202);
                    next += TimeUnit.MILLISECONDS.toNanos(10);
                    long pause = next - System.nanoTime();
                    if (pause > 0) {
                        TimeUnit.NANOSECONDS.sleep(pause);
                    }
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var probes = new Load(source);
        var millis = new double[PROBES];
        try (var connection = new HttpConnection(port)) {
            for (int i = 0; i < PROBES; i++) {
                var event = probes.next(source + "-" + i);
                var answer = connection.post("/api/v1/events", CLOUD_EVENT, event.getBytes(StandardCharsets.UTF_8));
                long acknowledged = System.nanoTime();
                check(answer, 202);
                var identity = JSON.readTree(answer.body()).path("identity").asString();
                while (!look.there(connection, identity, event, i)) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                millis[i] = (System.nanoTime() - acknowledged) / 1e6;
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        stop.increment();
        loader.join();
        Arrays.sort(millis);
        return millis;
    }

    /** Asked at fixed times whether or not earlier answers have come, and timed from then. */
    private void journeyViews() throws Exception {
        var more = new Load("more");
        try (var connection = new HttpConnection(port)) {
            while (head() < VIEWED_EVENTS) {
                check(connection.post("/api/v1/events", NDJSON, more.lines(LINES)), 202);
            }
        }
        awaitCaughtUp();
        var identities = identities(2_000);
        var random = RandomGenerator.getDefault();
        var paths = IntStream.range(0, VIEWS)
                .mapToObj(i -> "/api/v1/customers/" + identities.get(random.nextInt(identities.size())) + "/journey")
                .toList();
        double[] best = {};
        for (int round = 0; round < 2; round++) { // the first one warms up
            best = openLoop(paths);
        }
        figures.add(
                "(d) journey view at %s events, %d requests/s, ms".formatted(Figures.count(head()), VIEWS_PER_SECOND),
                percentiles(best),
                "p50 10, p99 60",
                "",
                "");
    }

    private double[] openLoop(List<String> paths) throws InterruptedException, ExecutionException {
        var millis = new double[paths.size()];
        var next = new AtomicInteger();
        long begun = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var work = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> {
                        try (var connection = new HttpConnection(port)) {
                            for (int i = next.getAndIncrement(); i < paths.size(); i = next.getAndIncrement()) {
                                long due = begun + i * (1_000_000_000L / VIEWS_PER_SECOND);
                                long pause = due - System.nanoTime();
                                if (pause > 0) {
                                    TimeUnit.NANOSECONDS.sleep(pause);
                                }
                                check(connection.get(paths.get(i)), 200);
                                millis[i] = (System.nanoTime() - due) / 1e6;
                            }
                        }
                        return null;
                    }))
                    .toList();
            for (var part : work) {
                part.get();
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    private List<String> identities(int count) throws IOException {
        var identities = new ArrayList<String>();
        try (var connection = new HttpConnection(port)) {
            for (int i = 0; i < count; i++) {
                var body = "{\"customer\":\"customer-%d\"}".formatted(i * (Load.CUSTOMERS / count));
                var answer = connection.post(
                        "/api/v1/customers/lookup", "application/json", body.getBytes(StandardCharsets.UTF_8));
                if (answer.status() == 200) {
                    identities.add(JSON.readTree(answer.body()).path("person").asString());
                }
            }
        }
        return identities;
    }

    private double rebuild() throws IOException, InterruptedException {
        var rates = new ArrayList<Double>();
        long events = head();
        for (int i = 0; i < Math.max(1, REPEATS / 2); i++) {
            try (var connection = new HttpConnection(port)) {
                long begun = System.nanoTime();
                var answer = connection.post("/api/v1/analytics/rebuild", "application/json", new byte[0]);
                check(answer, 202);
                while (JSON.readTree(connection.get(answer.location()).body())
                        .path("state")
                        .asString()
                        .equals("running")) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                rates.add(events / ((System.nanoTime() - begun) / 1e9));
            }
        }
        return median(rates);
    }

    private long head() throws IOException {
        try (var connection = new HttpConnection(port)) {
            return JSON.readTree(connection.get("/api/v1/analytics/status").body())
                    .path("logPosition")
                    .asLong();
        }
    }

    private void awaitCaughtUp() throws IOException, InterruptedException {
        long head = head();
        try (var connection = new HttpConnection(port)) {
            while (JSON.readTree(connection.get("/api/v1/analytics/status").body())
                            .path("projectedPosition")
                            .asLong()
                    < head) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static void check(HttpConnection.Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException("Answered " + answer.status() + ": " + answer.body());
        }
    }

    private static double median(List<Double> values) {
        return Figures.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static String seconds(List<Double> values) {
        return String.format(Locale.ROOT, "%.1f", median(values));
    }

    private static String percentiles(double[] sorted) {
        return String.format(
                Locale.ROOT, "p50 %.1f, p99 %.1f", Figures.percentile(sorted, 50), Figures.percentile(sorted, 99));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
