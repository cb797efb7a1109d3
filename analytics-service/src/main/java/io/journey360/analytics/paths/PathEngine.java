package io.journey360.analytics.paths;

import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.durations.Summary;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Answers questions about paths from a snapshot of the index. */
public final class PathEngine {

    private PathEngine() {}

    public static PathsResult run(Snapshot snapshot, Query query, Paths paths) {
        var nodes = Nodes.of(snapshot, paths);
        var masks = EventMasks.of(snapshot, paths.filter(), List.of(EventFilter.ALL));
        int startAt = nodes.number(paths.startAt());
        int endAt = nodes.number(paths.endAt());
        var visitors = snapshot.scan(
                query,
                Snapshot.By.PERSON,
                People.only(paths.customers()),
                () -> nodes.visitor(paths, masks, startAt, endAt));
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

    /** @param ofKind by kind of event, a number in names; -1 without the property */
    private record Nodes(List<String> names, int[] ofKind) {

        /** Numbered in the order of their names, so that nothing depends on the order events came in. */
        static Nodes of(Snapshot snapshot, Paths paths) {
            var kinds = snapshot.kinds();
            var values = new @Nullable String[kinds.size()];
            var names = new TreeSet<String>();
            for (int code = 0; code < values.length; code++) {
                var value = paths.node().of(kinds.value(code));
                values[code] = value;
                if (value != null) {
                    names.add(value);
                }
            }
            var numbers = new HashMap<String, Integer>();
            names.forEach(name -> numbers.put(name, numbers.size()));
            var ofKind = new int[values.length];
            for (int code = 0; code < values.length; code++) {
                var value = values[code];
                ofKind[code] = value == null ? -1 : Objects.requireNonNull(numbers.get(value));
            }
            return new Nodes(List.copyOf(names), ofKind);
        }

        /** -1 for no name, and beyond all numbers for a name that no event has. */
        int number(@Nullable String name) {
            if (name == null) {
                return -1;
            }
            int number = names.indexOf(name);
            return number < 0 ? names.size() : number;
        }

        PathVisitor visitor(Paths paths, EventMasks masks, int startAt, int endAt) {
            return new PathVisitor(paths, masks, ofKind, names.size(), startAt, endAt);
        }
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

    private static List<Merged> edges(List<PathVisitor> visitors, List<String> names) {
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

    private static List<PathsResult.Node> nodes(List<PathVisitor> visitors, List<String> names, List<Merged> edges) {
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

    private static long starts(List<PathVisitor> visitors, Nodes nodes) {
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
