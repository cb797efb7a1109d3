package io.journey360.analytics.paths;

import io.journey360.analytics.durations.Summary;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Answers questions about paths from a snapshot of the index. */
public final class PathEngine {

    private PathEngine() {}

    public static PathsResult run(Snapshot snapshot, Query query, Paths paths) {
        var nodes = PathNodes.of(snapshot, paths);
        var masks = masks(snapshot, paths);
        var seen = PathRuns.answers(paths, nodes.names().size())
                ? Seen.inRuns(snapshot, query, paths, nodes, masks)
                : Seen.oneByOne(snapshot, query, paths, nodes, masks);
        var edges = new ArrayList<>(seen.edges());
        edges.sort(Comparator.comparingLong(Seen.Edge::count)
                .reversed()
                .thenComparingInt(Seen.Edge::from)
                .thenComparingInt(Seen.Edge::to));
        var kept = edges.subList(0, Math.min(paths.maxEdges(), edges.size()));
        boolean withVariants = paths.measures().contains(Measure.VARIANTS);
        var other = new PathsResult.Other(
                edges.size() - kept.size(),
                sum(edges) - sum(kept),
                seen.variants() - seen.top().size(),
                !withVariants
                        ? 0
                        : Arrays.stream(seen.starts()).sum()
                                - seen.top().stream()
                                        .mapToLong(PackedPaths.Counted::count)
                                        .sum());
        return new PathsResult(
                nodes(seen, nodes.names(), paths.measures().contains(Measure.PEOPLE)),
                named(query, paths, kept, nodes.names()),
                seen.top().stream()
                        .map(variant -> new PathsResult.Variant(
                                Arrays.stream(variant.path())
                                        .mapToObj(nodes.names()::get)
                                        .toList(),
                                variant.count()))
                        .toList(),
                withVariants ? seen.variants() : null,
                other);
    }

    /** Bit 0 for events the filter selects. */
    static EventMasks masks(Snapshot snapshot, Paths paths) {
        return EventMasks.of(snapshot, paths.filter(), List.of(EventFilter.ALL));
    }

    private static List<PathsResult.Node> nodes(Seen seen, List<String> names, boolean withPeople) {
        var in = new long[names.size()];
        var out = new long[names.size()];
        for (var edge : seen.edges()) {
            in[edge.to()] += edge.count();
            out[edge.from()] += edge.count();
        }
        var nodes = new ArrayList<PathsResult.Node>();
        for (int node = 0; node < names.size(); node++) {
            long visits = seen.starts()[node] + in[node];
            if (visits > 0) {
                nodes.add(new PathsResult.Node(
                        names.get(node),
                        withPeople ? seen.people()[node] : null,
                        visits,
                        in[node],
                        out[node],
                        seen.starts()[node],
                        seen.ends()[node]));
            }
        }
        nodes.sort(Comparator.comparingLong(PathsResult.Node::visits).reversed().thenComparing(PathsResult.Node::key));
        return nodes;
    }

    private static List<PathsResult.Edge> named(Query query, Paths paths, List<Seen.Edge> edges, List<String> names) {
        boolean withPeople = paths.measures().contains(Measure.PEOPLE);
        boolean withTimes = paths.measures().contains(Measure.TIMES);
        var named = new PathsResult.Edge[edges.size()];
        final class Naming implements Query.Worker {
            long[] times = new long[0];

            @Override
            public void part(int number) {
                var edge = edges.get(number);
                int count = Math.toIntExact(withTimes ? edge.count() : 0);
                if (times.length < count) {
                    times = new long[count];
                }
                edge.durations().into(times);
                named[number] = new PathsResult.Edge(
                        names.get(edge.from()),
                        names.get(edge.to()),
                        edge.count(),
                        withPeople ? edge.people() : null,
                        withTimes ? Summary.ofMillis(times, count) : null);
            }
        }
        query.run(named.length, Naming::new);
        return List.of(named);
    }

    private static long sum(List<Seen.Edge> edges) {
        return edges.stream().mapToLong(Seen.Edge::count).sum();
    }
}
