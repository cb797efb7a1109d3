package io.journey360.analytics.paths;

import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.durations.Summary;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** Answers questions about paths from a snapshot of the index. */
public final class PathEngine {

    private PathEngine() {}

    public static PathsResult run(Snapshot snapshot, Query query, Paths paths) {
        var nodes = PathNodes.of(snapshot, paths);
        var masks = masks(snapshot, paths);
        var visitors = snapshot
                .scan(
                        query,
                        Snapshot.By.PERSON,
                        paths.people(),
                        () -> nodes.visitor(
                                paths, masks, new PathTally(nodes.names().size())))
                .stream()
                .map(PathVisitor::taken)
                .toList();
        var edges = edges(visitors, nodes.names());
        var kept = edges.subList(0, Math.min(paths.maxEdges(), edges.size()));
        var variants = visitors.getFirst().variants();
        visitors.subList(1, visitors.size()).forEach(visitor -> variants.addAll(visitor.variants()));
        var top = variants.top(Math.min(paths.maxVariants(), variants.size()));
        var other = new PathsResult.Other(
                edges.size() - kept.size(),
                sum(edges, Merged::count) - sum(kept, Merged::count),
                variants.size() - top.length,
                starts(visitors, nodes)
                        - Arrays.stream(top).mapToLong(variants::count).sum());
        return new PathsResult(
                nodes(visitors, nodes.names(), edges),
                summed(query, kept, nodes.names()),
                Arrays.stream(top)
                        .mapToObj(variant -> new PathsResult.Variant(
                                Arrays.stream(variants.path(variant))
                                        .mapToObj(nodes.names()::get)
                                        .toList(),
                                variants.count(variant)))
                        .toList(),
                variants.size(),
                other);
    }

    /** Bit 0 for events the filter selects. */
    static EventMasks masks(Snapshot snapshot, Paths paths) {
        return EventMasks.of(snapshot, paths.filter(), List.of(EventFilter.ALL));
    }

    /** An edge as all threads have seen it. */
    private record Merged(int from, int to, List<Edges.Edge> parts) {

        long count() {
            return sum(parts, Edges.Edge::count);
        }

        long people() {
            return sum(parts, part -> part.people);
        }

        Summary times() {
            var times = new ArrayList<Durations>();
            parts.forEach(part -> times.add(part.times));
            return Objects.requireNonNull(Summary.of(times), "an edge was gone along at least once");
        }
    }

    private static List<Merged> edges(List<PathTally> visitors, List<String> names) {
        var merged = new HashMap<Long, Merged>();
        for (var visitor : visitors) {
            for (var edge : visitor.edges().all()) {
                merged.computeIfAbsent(
                                (long) edge.from * names.size() + edge.to,
                                key -> new Merged(edge.from, edge.to, new ArrayList<>()))
                        .parts
                        .add(edge);
            }
        }
        var edges = new ArrayList<>(merged.values());
        edges.sort(Comparator.comparingLong(Merged::count)
                .reversed()
                .thenComparingInt(Merged::from)
                .thenComparingInt(Merged::to));
        return edges;
    }

    private static List<PathsResult.Node> nodes(List<PathTally> visitors, List<String> names, List<Merged> edges) {
        var in = new long[names.size()];
        var out = new long[names.size()];
        for (var edge : edges) {
            in[edge.to] += edge.count();
            out[edge.from] += edge.count();
        }
        var nodes = new ArrayList<PathsResult.Node>();
        for (int i = 0; i < names.size(); i++) {
            int node = i;
            long visits = sum(visitors, visitor -> visitor.visits(node));
            if (visits > 0) {
                nodes.add(new PathsResult.Node(
                        names.get(node),
                        sum(visitors, visitor -> visitor.people(node)),
                        visits,
                        in[node],
                        out[node],
                        sum(visitors, visitor -> visitor.starts(node)),
                        sum(visitors, visitor -> visitor.ends(node))));
            }
        }
        nodes.sort(Comparator.comparingLong(PathsResult.Node::visits).reversed().thenComparing(PathsResult.Node::key));
        return nodes;
    }

    private static List<PathsResult.Edge> summed(Query query, List<Merged> edges, List<String> names) {
        var summed = new PathsResult.Edge[edges.size()];
        query.run(edges.size(), () -> number -> {
            var edge = edges.get(number);
            summed[number] = new PathsResult.Edge(
                    names.get(edge.from), names.get(edge.to), edge.count(), edge.people(), edge.times());
        });
        return List.of(summed);
    }

    private static long starts(List<PathTally> visitors, PathNodes nodes) {
        long starts = 0;
        for (int node = 0; node < nodes.names().size(); node++) {
            int at = node;
            starts += sum(visitors, visitor -> visitor.starts(at));
        }
        return starts;
    }

    private static <T> long sum(List<T> parts, ToLongFunction<T> value) {
        return parts.stream().mapToLong(value).sum();
    }
}
