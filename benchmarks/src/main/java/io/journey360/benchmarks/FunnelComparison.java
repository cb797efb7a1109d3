package io.journey360.benchmarks;

import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.funnel.Funnel;
import io.journey360.analytics.funnel.FunnelEngine;
import io.journey360.analytics.funnel.FunnelResult;
import io.journey360.analytics.index.IndexFull;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.paths.PathEngine;
import io.journey360.analytics.paths.Paths;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEventType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The windowed ordered five-step funnel and the directly-follows graph over the same made-up rows, in our index, DuckDB and
 * ClickHouse, on two threads each. Answers are compared first; then each is asked in turn, round after round, and the median
 * of its times is told.
 *
 * <p>Arguments: number of events (5,000,000), seed (1), folder to install ClickHouse's {@code chdb} in ({@code target/chdb}).
 */
public final class FunnelComparison {

    static final int THREADS = 2;
    static final long WINDOW_MILLIS = Duration.ofDays(30).toMillis();

    private static final int ROUNDS = 5;
    private static final Funnel FUNNEL = new Funnel(
            Stream.of(
                            JourneyEventType.DISCOVERED,
                            JourneyEventType.BOOKED,
                            JourneyEventType.CHECKED_IN,
                            JourneyEventType.SERVED,
                            JourneyEventType.REVIEWED)
                    .map(EventFilter::of)
                    .toList(),
            Funnel.Order.SEQUENTIAL,
            WINDOW_MILLIS,
            Funnel.Unit.CUSTOMER,
            EventFilter.ALL,
            People.ALL,
            Funnel.BEGINNING,
            Funnel.END,
            List.of(),
            false,
            null);

    private FunnelComparison() {}

    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0].replace("_", "")) : 5_000_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        var chdbFolder = arguments.length > 2 ? arguments[2] : "target/chdb";
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var journeys = new SyntheticJourneys(events, seed);
        out.printf("%,d events of %,d people, seed %d%n", journeys.size(), journeys.people, seed);
        compare(journeys, Path.of(chdbFolder), out);
    }

    private static void compare(SyntheticJourneys journeys, Path chdbFolder, PrintWriter out) throws Exception {
        double bandwidth = bandwidth();
        out.printf("memory read by %d threads: %.1f GB/s%n", THREADS, bandwidth / 1e9);
        long began = System.nanoTime();
        var index = index(journeys);
        var figures = index.figures();
        out.printf(
                "index: %.1f bytes an event all in (%,d), filled in %.1f s%n",
                figures.bytesPerEvent(), figures.indexBytes(), (System.nanoTime() - began) / 1e9);
        var others = new ArrayList<SqlEngine>();
        var rows = Files.createTempDirectory("funnel-comparison");
        try (var pool = new QueryPool(THREADS, 1, Duration.ofMinutes(5))) {
            others.add(new DuckDb(journeys));
            Optional<ClickHouse> clickHouse = ClickHouse.open(journeys, chdbFolder, rows, out);
            clickHouse.ifPresent(others::add);
            var funnel = compared("funnel", () -> counts(ask(pool, index)), others, SqlEngine::funnel, ROUNDS, out);
            // Ours comes with times, people and variants, theirs with counts alone.
            compared("directly-follows counts", () -> edges(pool, index), others, SqlEngine::edges, ROUNDS, out);
            // A scan reads kinds, times and where each person's rows begin.
            double bytes = journeys.size() * 12.0 + journeys.people * 4.0;
            out.printf(
                    "funnel: reading its %,.0f bytes once takes %.1f ms at that bandwidth, the scan %.1f times as long%n",
                    bytes, bytes / bandwidth * 1e3, funnel / (bytes / bandwidth * 1e3));
        } finally {
            for (var other : others) {
                other.close();
            }
            delete(rows);
        }
    }

    @FunctionalInterface
    private interface Question {
        Map<String, Long> ask(SqlEngine engine) throws Exception;
    }

    /** @return our median, in milliseconds */
    private static double compared(
            String name,
            Callable<Map<String, Long>> ours,
            List<SqlEngine> others,
            Question question,
            int rounds,
            PrintWriter out)
            throws Exception {
        var answer = ours.call();
        for (var other : others) {
            var theirs = question.ask(other);
            if (!theirs.equals(answer)) {
                throw new IllegalStateException(
                        "%s: %s answers %s, we %s".formatted(name, other.name(), theirs, answer));
            }
        }
        out.printf("%s: equal answers %s%n", name, answer.size() > 12 ? answer.size() + " counts" : answer);
        for (int i = 0; i < 10; i++) {
            ours.call(); // compiled before it is measured, as the others are ahead of time
        }
        var times = new LinkedHashMap<String, double[]>();
        for (int round = 0; round < rounds; round++) {
            times.computeIfAbsent("journey-360", n -> new double[rounds])[round] = millis(ours);
            for (var other : others) {
                times.computeIfAbsent(other.name(), n -> new double[rounds])[round] = millis(() -> question.ask(other));
            }
        }
        double own = median(times.get("journey-360"));
        times.forEach((engine, measured) -> out.printf(
                "%s: %-12s median %,9.1f ms of %s%s%n",
                name,
                engine,
                median(measured),
                Arrays.stream(measured).mapToObj("%.1f"::formatted).toList(),
                engine.equals("journey-360") ? "" : ", ours is %.1f times as fast".formatted(median(measured) / own)));
        return own;
    }

    private static double millis(Callable<?> work) throws Exception {
        long began = System.nanoTime();
        work.call();
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(double @Nullable [] times) {
        if (times == null) {
            throw new IllegalArgumentException("nothing was measured");
        }
        var sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static JourneyIndex index(SyntheticJourneys journeys) throws IndexFull {
        var index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
        var identities = new IdentityKey[journeys.people];
        Arrays.setAll(identities, SyntheticJourneys::identity);
        index.beginLoad();
        for (int i = 0; i < journeys.size(); i++) {
            index.add(journeys.event(i, identities[journeys.persons[i]]), "key-" + i, i + 1);
        }
        index.endLoad();
        index.publish(journeys.size());
        return index;
    }

    private static FunnelResult ask(QueryPool pool, JourneyIndex index) {
        try (var query = pool.begin()) {
            return FunnelEngine.run(index.snapshot(), query, FUNNEL, SyntheticJourneys.END);
        }
    }

    private static Map<String, Long> counts(FunnelResult result) {
        var counts = new LinkedHashMap<String, Long>();
        for (int step = 0; step < SyntheticJourneys.STAGES; step++) {
            counts.put("step " + (step + 1), result.steps().get(step).count());
        }
        return counts;
    }

    private static Map<String, Long> edges(QueryPool pool, JourneyIndex index) {
        try (var query = pool.begin()) {
            var edges = new LinkedHashMap<String, Long>();
            PathEngine.run(index.snapshot(), query, Paths.by(Dimension.TOUCHPOINT))
                    .edges()
                    .forEach(edge -> edges.put(
                            edge.from().substring(11) + ">" + edge.to().substring(11), edge.count()));
            return edges;
        }
    }

    /** Bytes a second that as many threads as queries have read from arrays too large for any cache. */
    private static double bandwidth() throws Exception {
        var arrays = new long[THREADS][1 << 24];
        for (var array : arrays) {
            Arrays.setAll(array, i -> i);
        }
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            double best = 0;
            for (int round = 0; round < 20; round++) {
                long began = System.nanoTime();
                var sums = new ArrayList<Callable<Long>>();
                for (var array : arrays) {
                    sums.add(() -> Arrays.stream(array).sum());
                }
                long sum = 0;
                for (var future : executor.invokeAll(sums)) {
                    sum += future.get();
                }
                if (sum == 0) {
                    throw new IllegalStateException("nothing was read");
                }
                best = Math.max(best, 8.0 * THREADS * arrays[0].length / ((System.nanoTime() - began) / 1e9));
            }
            return best;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** An engine that is asked in SQL. */
    interface SqlEngine {

        String name();

        Map<String, Long> funnel() throws IOException, SQLException;

        Map<String, Long> edges() throws IOException, SQLException;

        void close() throws IOException, SQLException;
    }

    /** From units by furthest step to units by step reached. */
    static Map<String, Long> cumulated(long[] byFurthest) {
        var counts = new LinkedHashMap<String, Long>();
        for (int step = 1; step <= SyntheticJourneys.STAGES; step++) {
            counts.put(
                    "step " + step,
                    Arrays.stream(byFurthest, step, byFurthest.length).sum());
        }
        return counts;
    }
}
