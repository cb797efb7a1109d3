package io.journey360.analytics.paths;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * What all threads together have seen of the paths that were asked about.
 *
 * @param people by node; zeros where not measured, as in edges
 * @param starts by node
 * @param ends by node
 * @param top the most frequent paths, as many as are kept; empty where not measured
 * @param variants distinct paths
 */
record Seen(long[] people, long[] starts, long[] ends, List<Edge> edges, List<PackedPaths.Counted> top, long variants) {

    /** An edge that was gone along, in no order. */
    record Edge(int from, int to, long count, long people, Into durations) {}

    /** Writes an edge's durations, in milliseconds, into an array long enough; none where not measured. */
    @FunctionalInterface
    interface Into {
        void into(long[] target);
    }

    /** Whatever the question. */
    static Seen oneByOne(Snapshot snapshot, Query query, Paths paths, PathNodes nodes, EventMasks masks) {
        int count = nodes.names().size();
        var tallies = snapshot
                .scan(
                        query,
                        Snapshot.By.PERSON,
                        paths.people(),
                        () -> nodes.visitor(paths, masks, new PathTally(count)))
                .stream()
                .map(PathVisitor::taken)
                .toList();
        var parts = new HashMap<Long, List<Edges.Edge>>();
        for (var tally : tallies) {
            for (var edge : tally.edges().all()) {
                parts.computeIfAbsent((long) edge.from * count + edge.to, key -> new ArrayList<>())
                        .add(edge);
            }
        }
        var edges = parts.values().stream()
                .map(edge -> new Edge(
                        edge.getFirst().from,
                        edge.getFirst().to,
                        sum(edge, Edges.Edge::count),
                        sum(edge, part -> part.people),
                        target -> {
                            int at = 0;
                            for (var part : edge) {
                                part.times.copyTo(target, at);
                                at += part.times.size();
                            }
                        }))
                .toList();
        boolean withVariants = paths.measures().contains(Measure.VARIANTS);
        var variants = tallies.getFirst().variants();
        tallies.subList(1, tallies.size()).forEach(tally -> variants.addAll(tally.variants()));
        return new Seen(
                byNode(count, tallies, PathTally::people),
                byNode(count, tallies, PathTally::starts),
                byNode(count, tallies, PathTally::ends),
                paths.measures().contains(Measure.TIMES)
                        ? edges
                        : edges.stream()
                                .map(edge -> new Edge(edge.from, edge.to, edge.count, edge.people, target -> {}))
                                .toList(),
                withVariants ? counted(variants, paths.maxVariants()) : List.of(),
                withVariants ? variants.size() : 0);
    }

    /** Only what {@link PathRuns#answers}. */
    static Seen inRuns(Snapshot snapshot, Query query, Paths paths, PathNodes nodes, EventMasks masks) {
        int count = nodes.names().size();
        var runs = snapshot.scanRuns(query, paths.people(), () -> new PathRuns(paths, masks, nodes));
        var edges = new ArrayList<Edge>();
        for (int from = 0; from < count; from++) {
            for (int to = 0; to < count; to++) {
                int source = from;
                int target = to;
                long gone = sum(runs, run -> run.count(source, target));
                if (gone > 0) {
                    edges.add(new Edge(from, to, gone, sum(runs, run -> run.edgePeople(source, target)), durations -> {
                        int at = 0;
                        for (var run : runs) {
                            at = run.timesInto(source, target, durations, at);
                        }
                    }));
                }
            }
        }
        var top = new ArrayList<PackedPaths.Counted>();
        long variants = 0;
        if (paths.measures().contains(Measure.VARIANTS)) {
            var packed = runs.stream()
                    .map(run -> Objects.requireNonNull(run.packed(), "variants are measured"))
                    .toList();
            var parts = new PackedPaths.Part[PackedPaths.PARTS];
            query.run(parts.length, () -> new PackedPaths.Counting(packed, paths.maxVariants(), parts));
            for (var part : parts) {
                top.addAll(part.top());
                variants += part.distinct();
            }
            var longer = runs.getFirst().longer();
            runs.subList(1, runs.size()).forEach(run -> longer.addAll(run.longer()));
            top.addAll(counted(longer, paths.maxVariants()));
            variants += longer.size();
            top.sort(Variants.MOST_FREQUENT_FIRST);
            top.subList(Math.min(top.size(), paths.maxVariants()), top.size()).clear();
        }
        return new Seen(
                byNode(count, runs, PathRuns::people),
                byNode(count, runs, PathRuns::starts),
                byNode(count, runs, PathRuns::ends),
                edges,
                top,
                variants);
    }

    private static List<PackedPaths.Counted> counted(Variants variants, int most) {
        return Arrays.stream(variants.top(Math.min(most, variants.size())))
                .mapToObj(variant -> new PackedPaths.Counted(variants.path(variant), variants.count(variant)))
                .toList();
    }

    @FunctionalInterface
    private interface OfNode<T> {
        long of(T part, int node);
    }

    private static <T> long[] byNode(int nodes, List<T> parts, OfNode<T> value) {
        var values = new long[nodes];
        for (int node = 0; node < nodes; node++) {
            int at = node;
            values[node] = sum(parts, part -> value.of(part, at));
        }
        return values;
    }

    private static <T> long sum(List<T> parts, ToLongFunction<T> value) {
        long sum = 0;
        for (var part : parts) {
            sum += value.applyAsLong(part);
        }
        return sum;
    }
}
