package io.journey360.benchmarks;

import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.IdentitySet;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.Roll;
import io.journey360.analytics.index.Snapshot;
import io.journey360.events.IdentityKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The same questions over the same made-up rows, asked of our index, DuckDB and ClickHouse, on two threads each. Answers are
 * compared first; then each engine is asked in turn, round after round, and the medians are told. After that ours alone: at
 * four times as many events, with filters, as of the past, with people of two identities, while events come in, and the
 * memory it takes.
 *
 * <p>Arguments: number of events (5,000,000), seed (1), folder to install ClickHouse's {@code chdb} in ({@code target/chdb}), which
 * parts of {@code memory,compared,variants,feeding,larger} (all).
 */
public final class AnalysisComparison {

    static final int THREADS = 2;
    static final long WINDOW_MILLIS = Duration.ofDays(30).toMillis();

    private static final List<String> PARTS = List.of("memory", "compared", "variants", "feeding", "larger");
    private static final int ROUNDS = 7;
    private static final int VARIANT_ROUNDS = 21;
    private static final int WARM_UP_MILLIS = 2_000;
    private static final int FILTERED_PEOPLE = 1_000;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final Figures table = new Figures();
    private final QueryPool pool = new QueryPool(THREADS, 1, Duration.ofMinutes(5));
    private final Map<Question, Double> plainMillis = new EnumMap<>(Question.class);

    private AnalysisComparison() {}

    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0].replace("_", "")) : 5_000_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        var chdbFolder = Path.of(arguments.length > 2 ? arguments[2] : "target/chdb");
        var parts = arguments.length > 3 ? List.of(arguments[3].split(",")) : PARTS;
        new AnalysisComparison().run(events, seed, chdbFolder, parts);
    }

    private void run(int events, long seed, Path chdbFolder, List<String> parts) throws Exception {
        double bandwidth = bandwidth();
        out.printf("memory read by %d threads: %.1f GB/s%n", THREADS, bandwidth / 1e9);
        if (parts.contains("memory")) {
            memory(events * 2, seed);
        }
        var journeys = new SyntheticJourneys(events, seed);
        out.printf("%,d events of %,d people, seed %d%n", journeys.size(), journeys.people, seed);
        var index = index(journeys, 0);
        if (parts.contains("compared")) {
            compared(journeys, index, chdbFolder, bandwidth);
        } else {
            for (var question : Question.values()) {
                plain(question, index.snapshot());
            }
        }
        if (parts.contains("variants")) {
            variants(journeys, index);
        }
        if (parts.contains("feeding")) {
            whileEventsComeIn(index, journeys);
        }
        if (parts.contains("larger")) {
            larger(events * 4, seed);
        }
        table.print();
        pool.close();
    }

    private void compared(SyntheticJourneys journeys, JourneyIndex index, Path chdbFolder, double bandwidth)
            throws Exception {
        var others = new ArrayList<SqlEngine>();
        var rows = Files.createTempDirectory("analysis-comparison");
        try {
            others.add(new DuckDb(journeys));
            ClickHouse.open(journeys, chdbFolder, rows, out).ifPresent(others::add);
            for (var question : Question.values()) {
                compared(question, index.snapshot(), others);
            }
        } finally {
            for (var other : others) {
                other.close();
            }
            delete(rows);
        }
        // A funnel reads at least each person's types and rows' bounds, of rows kinds and times; a graph kinds and
        // bounds.
        scan(Question.FUNNEL, journeys.size() * 12.0 + journeys.people * 6.0, bandwidth);
        scan(Question.EDGES, journeys.size() * 4.0 + journeys.people * 4.0, bandwidth);
        scan(Question.EDGE_TIMES, journeys.size() * 12.0 + journeys.people * 4.0, bandwidth);
        scan(Question.VARIANTS, journeys.size() * 4.0 + journeys.people * 4.0, bandwidth);
    }

    private void plain(Question question, Snapshot snapshot) throws Exception {
        var asked = Asked.of(question);
        Callable<Answer> ours = () -> ask(snapshot, asked);
        warmUp(ours);
        double median = median(ours);
        plainMillis.put(question, median);
        table.add(question.title, ms(median), "", "", "");
    }

    private void scan(Question question, double bytes, double bandwidth) {
        double once = bytes / bandwidth * 1e3;
        table.add(
                question.title + ": the bytes read once",
                ms(once),
                "",
                "",
                "the query takes %.1f times as long".formatted(plainMillis(question) / once));
    }

    private double plainMillis(Question question) {
        return plainMillis.getOrDefault(question, Double.NaN);
    }

    private void compared(Question question, Snapshot snapshot, List<SqlEngine> others) throws Exception {
        var asked = Asked.of(question);
        Callable<Answer> ours = () -> ask(snapshot, asked);
        var answer = ours.call();
        for (var other : others) {
            var difference = answer.difference(other.ask(question));
            if (!difference.isEmpty()) {
                throw new IllegalStateException(
                        "%s: ours beside %s's: %s".formatted(question.title, other.name(), difference));
            }
        }
        out.printf(
                "%s: equal answers, %d figures%n",
                question.title, answer.figures().size());
        warmUp(ours);
        var own = new double[ROUNDS];
        var theirs = new double[others.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            own[round] = millis(ours);
            for (int i = 0; i < theirs.length; i++) {
                var other = others.get(i);
                theirs[i][round] = millis(() -> other.ask(question));
            }
        }
        double median = Figures.median(own);
        plainMillis.put(question, median);
        double best = Double.POSITIVE_INFINITY;
        var beside = new StringBuilder();
        for (int i = 0; i < theirs.length; i++) {
            double their = Figures.median(theirs[i]);
            best = Math.min(best, their);
            beside.append("%s %s, ".formatted(others.get(i).name(), ms(their)));
        }
        table.add(
                question.title,
                ms(median),
                times(question.goal),
                times(question.floor),
                beside + "ours is %.1f times as fast; ours %s".formatted(best / median, Arrays.toString(rounded(own))));
    }

    private static String times(double factor) {
        return "%.0f times".formatted(factor);
    }

    /** Compiled before it is measured, as the others are ahead of time. */
    private static void warmUp(Callable<?> work) throws Exception {
        long until = System.nanoTime() + WARM_UP_MILLIS * 1_000_000L;
        for (int i = 0; i < 10 || System.nanoTime() < until; i++) {
            work.call();
        }
    }

    /** What may make a query slower than the plain one, but not more than three times. */
    private void variants(SyntheticJourneys journeys, JourneyIndex index) throws Exception {
        var chosen = new HashSet<IdentityKey>();
        for (int person = 0; chosen.size() < FILTERED_PEOPLE; person++) {
            chosen.add(SyntheticJourneys.identity(person * 7));
        }
        var spring = new EventFilter(Map.of(), Map.of("campaign", new Condition.NoneOf(Set.of("spring"))));
        var now = index.snapshot();
        var past = index.snapshot(journeys.size() / 2);
        for (var question : List.of(Question.FUNNEL, Question.EDGES, Question.EDGE_TIMES, Question.VARIANTS)) {
            var plain = Asked.of(question);
            variant(
                    question,
                    "without %,d people".formatted(FILTERED_PEOPLE),
                    index.snapshot(),
                    now,
                    plain.among(People.ALL.without(chosen)));
            variant(
                    question,
                    "only %,d people".formatted(FILTERED_PEOPLE),
                    index.snapshot(),
                    now,
                    plain.among(People.only(chosen)));
            variant(question, "with an attribute filter", index.snapshot(), now, plain.only(spring));
            variant(question, "as of the middle of the log", index.snapshot(), past, plain);
        }
        var linked = index(journeys, 5);
        var half = half(journeys);
        for (var question : List.of(Question.FUNNEL, Question.EDGES, Question.EDGE_TIMES, Question.VARIANTS)) {
            var ofHalf = Asked.of(question).among(People.ALL.having(half));
            variant(question, "of a persona that half of all are", index.snapshot(), now, ofHalf);
            variant(
                    question,
                    "of none that half of all are",
                    index.snapshot(),
                    now,
                    Asked.of(question).among(People.ALL.without(half)));
            variant(
                    question,
                    "of half, 20 % of people with two identities",
                    linked.snapshot(),
                    linked.snapshot(),
                    ofHalf);
        }
        for (var question : List.of(Question.FUNNEL, Question.EDGES, Question.EDGE_TIMES, Question.VARIANTS)) {
            variant(
                    question,
                    "20 % of people with two identities",
                    index.snapshot(),
                    linked.snapshot(),
                    Asked.of(question));
        }
    }

    /** As many people as there are in a persona of half of all, some of whom entered it late. */
    private static IdentitySet half(SyntheticJourneys journeys) {
        var persona = new Roll().group();
        for (int person = 0; person < journeys.people; person += 2) {
            persona.enter(SyntheticJourneys.identity(person), person);
        }
        return persona.at(journeys.people);
    }

    /** In turn with the plain query, because a machine is not equally fast at all times. */
    private void variant(Question question, String what, Snapshot plainly, Snapshot snapshot, Asked asked)
            throws Exception {
        Callable<Answer> ours = () -> ask(snapshot, asked);
        Callable<Answer> plain = () -> ask(plainly, Asked.of(question));
        warmUp(ours);
        warmUp(plain);
        var times = new double[VARIANT_ROUNDS];
        var plainTimes = new double[VARIANT_ROUNDS];
        for (int round = 0; round < VARIANT_ROUNDS; round++) {
            times[round] = millis(ours);
            plainTimes[round] = millis(plain);
        }
        double median = Figures.median(times);
        table.add(
                question.title + ", " + what,
                ms(median),
                "3 times plain",
                "",
                "%.2f times plain".formatted(median / Figures.median(plainTimes)));
    }

    private static double median(Callable<?> work) throws Exception {
        var times = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            times[round] = millis(work);
        }
        return Figures.median(times);
    }

    /** Feeds the index as the log does while funnels follow one another without pause. */
    private void whileEventsComeIn(JourneyIndex index, SyntheticJourneys journeys) throws Exception {
        int added = 500_000;
        int perPublishing = 2_000;
        var more = new SyntheticJourneys(added, 99);
        var funnel = Asked.of(Question.FUNNEL);
        var fed = new AtomicBoolean();
        var took = new ArrayList<Double>();
        long position = index.snapshot().position();
        try (var asking = Executors.newSingleThreadExecutor()) {
            var asked = asking.submit(() -> {
                while (!fed.get()) {
                    took.add(millis(() -> ask(index.snapshot(), funnel)));
                }
                return null;
            });
            long began = System.nanoTime();
            for (int i = 0; i < added; i++) {
                var identity = SyntheticJourneys.identity(more.persons[i] * 5);
                index.add(more.event(i, identity), "more-" + i, ++position);
                if (i % perPublishing == perPublishing - 1) {
                    index.publish(position);
                }
            }
            index.publish(position);
            double seconds = (System.nanoTime() - began) / 1e9;
            fed.set(true);
            asked.get();
            table.add(
                    "events taken in while funnels run without pause",
                    Figures.count(added / seconds) + "/s",
                    "50,000/s",
                    "",
                    "%d funnels meanwhile, median %s"
                            .formatted(
                                    took.size(),
                                    ms(Figures.median(took.stream()
                                            .mapToDouble(millis -> millis)
                                            .toArray()))));
        }
        var asked = Asked.of(Question.FUNNEL);
        table.add(
                "funnel over %,d events, %,d of them new".formatted(journeys.size() + added, added),
                ms(median(() -> ask(index.snapshot(), asked))),
                "",
                "",
                "");
    }

    private void larger(int events, long seed) throws Exception {
        var journeys = new SyntheticJourneys(events, seed);
        var index = index(journeys, 0);
        for (var question : Question.values()) {
            var asked = Asked.of(question);
            Callable<Answer> ours = () -> ask(index.snapshot(), asked);
            warmUp(ours);
            double median = median(ours);
            table.add(
                    "%s, %,d events".formatted(question.title, events),
                    ms(median),
                    "",
                    "",
                    "%.2f times the time of a quarter of them".formatted(median / plainMillis(question)));
        }
    }

    private void memory(int events, long seed) {
        var journeys = new SyntheticJourneys(events, 5, seed);
        long before = used();
        var index = index(journeys, 0);
        long after = used();
        var figures = index.figures();
        table.add(
                "heap for %,d events of %,d identities".formatted(events, figures.identities()),
                "%,.0f MB".formatted((after - before) / 1e6),
                "700 MB",
                "",
                "%.1f bytes an event, of which %.1f for each identity; told by the index: %,.0f MB"
                        .formatted(figures.bytesPerEvent(), figures.bytesPerIdentity(), figures.indexBytes() / 1e6));
        if (index.snapshot().position() != events) {
            throw new IllegalStateException("not everything was published");
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private Answer ask(Snapshot snapshot, Asked asked) {
        return asked.answer(snapshot, pool::begin);
    }

    private static double millis(Callable<?> work) throws Exception {
        long began = System.nanoTime();
        work.call();
        return (System.nanoTime() - began) / 1e6;
    }

    private static String ms(double millis) {
        return String.format(Locale.ROOT, "%,.1f ms", millis);
    }

    private static double[] rounded(double[] millis) {
        return Arrays.stream(millis).map(m -> Math.round(m * 10) / 10.0).toArray();
    }

    private JourneyIndex index(SyntheticJourneys journeys, int oneIn) {
        long began = System.nanoTime();
        var index = journeys.index(oneIn);
        var figures = index.figures();
        out.printf(
                "index: %,d events, %.1f bytes an event all in, filled in %.1f s%n",
                figures.events(), figures.bytesPerEvent(), (System.nanoTime() - began) / 1e9);
        return index;
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
                    sums.add(() -> sum(array));
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

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Begins a query; who asks closes it. */
    interface Turns extends Supplier<Query> {}
}
