package io.journey360.benchmarks;

import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The loops behind the analyses, on one thread and so few events that a change shows within seconds. Run
 * {@link #main} with the classes of this module; {@link AnalysisComparison} says what they come to beside others.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class InnerLoops {

    private static final int EVENTS = 1_000_000;

    @Param
    private Question question = Question.FUNNEL;

    /** One of so many people has two identities; 0 for nobody. */
    @Param({"0", "5"})
    private int oneInHasTwo;

    /** Share of the log that is known, in percent. */
    @Param({"100", "50"})
    private int known;

    private final QueryPool pool = new QueryPool(1, 1, Duration.ofMinutes(1));
    private Snapshot snapshot = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE)).snapshot();

    @Setup(Level.Trial)
    public void fill() {
        var journeys = new SyntheticJourneys(EVENTS, 1);
        snapshot = journeys.index(oneInHasTwo).snapshot((long) EVENTS * known / 100);
    }

    @TearDown(Level.Trial)
    public void close() {
        pool.close();
    }

    @Benchmark
    public Answer answer() {
        return Asked.of(question).answer(snapshot, pool::begin);
    }

    public static void main(String[] arguments) throws Exception {
        var options = new OptionsBuilder().include(InnerLoops.class.getSimpleName());
        if (arguments.length > 0) {
            options.param("question", arguments[0].split(","));
        }
        new Runner(options.build()).run();
    }
}
