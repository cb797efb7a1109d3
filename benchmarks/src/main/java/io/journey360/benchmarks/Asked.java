package io.journey360.benchmarks;

import io.journey360.analytics.durations.Distribution;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.funnel.Funnel;
import io.journey360.analytics.funnel.FunnelEngine;
import io.journey360.analytics.funnel.FunnelResult;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.paths.Measure;
import io.journey360.analytics.paths.PathEngine;
import io.journey360.analytics.paths.Paths;
import io.journey360.analytics.paths.PathsResult;
import io.journey360.events.JourneyEventType;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A question as our engines are asked it. */
record Asked(Question question, EventFilter filter, People people) {

    private static final List<JourneyEventType> STAGES = List.of(
            JourneyEventType.DISCOVERED,
            JourneyEventType.BOOKED,
            JourneyEventType.CHECKED_IN,
            JourneyEventType.SERVED,
            JourneyEventType.REVIEWED);

    private static final int TOUCHPOINT = "touchpoint-".length();
    private static final double MILLIS_PER_SECOND = 1000;

    static Asked of(Question question) {
        return new Asked(question, EventFilter.ALL, People.ALL);
    }

    Asked only(EventFilter events) {
        return new Asked(question, events, people);
    }

    Asked among(People whom) {
        return new Asked(question, filter, whom);
    }

    Answer answer(Snapshot snapshot, AnalysisComparison.Turns turns) {
        return switch (question) {
            case FUNNEL ->
                funnel("", run(snapshot, turns, funnel(STAGES, null)), Answer.builder())
                        .build();
            case BREAKDOWN -> {
                var answer = Answer.builder();
                var groups =
                        run(snapshot, turns, funnel(STAGES, Dimension.CHANNEL)).groups();
                for (var channel : SyntheticJourneys.CHANNELS) {
                    groups.stream()
                            .filter(group -> channel.equals(group.value()))
                            .forEach(group -> funnel(channel + " ", group.funnel(), answer));
                }
                yield answer.build();
            }
            case EDGES -> {
                var answer = Answer.builder();
                run(snapshot, turns, Set.of()).edges().forEach(edge -> answer.with(name(edge), edge.count()));
                yield answer.build();
            }
            case EDGE_TIMES -> {
                var answer = Answer.builder();
                run(snapshot, turns, Set.of(Measure.TIMES)).edges().forEach(edge -> {
                    var times = edge.times();
                    if (times != null) {
                        answer.with(
                                name(edge),
                                edge.count(),
                                times.p50() * MILLIS_PER_SECOND,
                                times.p95() * MILLIS_PER_SECOND);
                    }
                });
                yield answer.build();
            }
            case STAGE_TIMES -> {
                var answer = Answer.builder();
                for (int stage = 0; stage + 1 < STAGES.size(); stage++) {
                    var second = run(snapshot, turns, funnel(STAGES.subList(stage, stage + 2), null))
                            .steps()
                            .get(1);
                    answer.with(stage + ">" + (stage + 1), percentiles(second.count(), second.timeFromPrevious()));
                }
                yield answer.build();
            }
            case VARIANTS -> {
                var answer = Answer.builder();
                var variants = run(snapshot, turns, Set.of(Measure.VARIANTS)).variants();
                for (int i = 0; i < variants.size(); i++) {
                    answer.with("variant " + (i + 1), variants.get(i).count());
                }
                yield answer.build();
            }
        };
    }

    private Funnel funnel(List<JourneyEventType> stages, @Nullable Dimension breakdown) {
        return Funnel.of(stages.stream().map(EventFilter::of).toList(), AnalysisComparison.WINDOW_MILLIS)
                .only(filter)
                .among(people)
                .dividedBy(breakdown);
    }

    private static FunnelResult run(Snapshot snapshot, AnalysisComparison.Turns turns, Funnel funnel) {
        try (var query = turns.get()) {
            return FunnelEngine.run(snapshot, query, funnel, SyntheticJourneys.END);
        }
    }

    private PathsResult run(Snapshot snapshot, AnalysisComparison.Turns turns, Set<Measure> measures) {
        try (var query = turns.get()) {
            var everything = Paths.by(Dimension.TOUCHPOINT);
            return PathEngine.run(
                    snapshot,
                    query,
                    new Paths(
                            everything.node(),
                            everything.gapMillis(),
                            everything.collapse(),
                            everything.startAt(),
                            everything.endAt(),
                            everything.maxSteps(),
                            filter,
                            people,
                            everything.from(),
                            everything.to(),
                            everything.maxEdges(),
                            Question.VARIANTS_KEPT,
                            measures));
        }
    }

    private static Answer.Builder funnel(String prefix, FunnelResult result, Answer.Builder into) {
        IntStream.range(0, result.steps().size())
                .forEach(step -> into.with(
                        prefix + "step " + (step + 1), result.steps().get(step).count()));
        return into;
    }

    private static String name(PathsResult.Edge edge) {
        return edge.from().substring(TOUCHPOINT) + ">" + edge.to().substring(TOUCHPOINT);
    }

    private static double[] percentiles(long count, @Nullable Distribution times) {
        return times == null
                ? new double[] {count}
                : new double[] {
                    count,
                    times.p50() * MILLIS_PER_SECOND,
                    times.p75() * MILLIS_PER_SECOND,
                    times.p90() * MILLIS_PER_SECOND,
                    times.p95() * MILLIS_PER_SECOND,
                    times.p99() * MILLIS_PER_SECOND
                };
    }
}
