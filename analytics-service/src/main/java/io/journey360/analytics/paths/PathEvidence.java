package io.journey360.analytics.paths;

import io.journey360.analytics.query.Evidence;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Which parts of the paths a figure counts. */
final class PathEvidence {

    private static final double MILLIS_PER_SECOND = 1000;

    /** Takes what a figure counts out of each path. */
    @FunctionalInterface
    interface Part {
        Taken into(Evidence evidence);
    }

    private interface Step {
        boolean test(int from, int to);
    }

    private interface Way {
        boolean test(int[] nodes, int from, int to);
    }

    private final PathNodes nodes;
    private final PathsAnswer answer;

    PathEvidence(PathNodes nodes, PathsAnswer answer) {
        this.nodes = nodes;
        this.answer = answer;
    }

    /** @param name of the list the figure is in */
    Optional<Part> of(String name, int index, String figure) {
        return switch (name) {
            case "nodes" -> node(index, figure);
            case "edges" -> edge(answer.edges().get(index), figure);
            case "variants" -> figure.equals("count") ? Optional.of(variant(index)) : Optional.empty();
            case "variantCount" -> Optional.of(ways((path, from, to) -> true));
            case "other" -> other(figure);
            default -> Optional.empty();
        };
    }

    private Optional<Part> node(int index, String figure) {
        int node = nodes.number(answer.nodes().get(index).key());
        return switch (figure) {
            case "people", "visits" -> Optional.of(visits(node));
            case "in" -> Optional.of(steps((from, to) -> to == node));
            case "out" -> Optional.of(steps((from, to) -> from == node));
            case "starts" ->
                Optional.of(evidence -> (person, number, rows, path, at, from, to) -> {
                    if (path[from] == node) {
                        evidence.add(person, rows, at[from], Evidence.COUNTED);
                    }
                });
            case "ends" ->
                Optional.of(evidence -> (person, number, rows, path, at, from, to) -> {
                    if (path[to - 1] == node) {
                        evidence.add(person, rows, at[to - 1], Evidence.COUNTED);
                    }
                });
            default -> Optional.empty();
        };
    }

    private Optional<Part> edge(PathsAnswer.Edge edge, String figure) {
        int start = nodes.number(edge.from());
        int end = nodes.number(edge.to());
        return switch (figure) {
            case "count", "people", "meanSeconds", "medianSeconds", "p90Seconds", "p95Seconds" ->
                Optional.of(steps((from, to) -> from == start && to == end));
            default -> Optional.empty();
        };
    }

    private Part variant(int index) {
        var variant = path(answer.variants().get(index));
        return ways((nodes, from, to) -> Arrays.equals(nodes, from, to, variant, 0, variant.length));
    }

    private Optional<Part> other(String figure) {
        return switch (figure) {
            case "edges", "edgeCount" -> {
                var kept = new HashSet<Long>();
                answer.edges().forEach(edge -> kept.add(key(nodes.number(edge.from()), nodes.number(edge.to()))));
                yield Optional.of(steps((from, to) -> !kept.contains(key(from, to))));
            }
            case "variants", "variantPaths" -> {
                var kept = new HashSet<List<Integer>>();
                answer.variants()
                        .forEach(variant ->
                                kept.add(Arrays.stream(path(variant)).boxed().toList()));
                yield Optional.of(ways((nodes, from, to) ->
                        !kept.contains(Arrays.stream(nodes, from, to).boxed().toList())));
            }
            default -> Optional.empty();
        };
    }

    private int[] path(PathsResult.Variant variant) {
        return variant.path().stream().mapToInt(nodes::number).toArray();
    }

    private static long key(int from, int to) {
        return (long) from << 32 | to;
    }

    private static Part visits(int node) {
        return evidence -> (person, number, rows, path, at, from, to) -> {
            for (int i = from; i < to; i++) {
                if (path[i] == node) {
                    evidence.add(person, rows, at[i], Evidence.COUNTED);
                }
            }
        };
    }

    private static Part steps(Step step) {
        return evidence -> (person, number, rows, path, at, from, to) -> {
            for (int i = from + 1; i < to; i++) {
                if (step.test(path[i - 1], path[i])) {
                    long millis = rows.times()[at[i]] - rows.times()[at[i - 1]];
                    evidence.add(person, rows, new int[] {at[i - 1], at[i]}, 2, millis / MILLIS_PER_SECOND);
                }
            }
        };
    }

    private static Part ways(Way way) {
        return evidence -> (person, number, rows, path, at, from, to) -> {
            if (way.test(path, from, to)) {
                var whole = Arrays.copyOfRange(at, from, to);
                long millis = rows.times()[at[to - 1]] - rows.times()[at[from]];
                evidence.add(person, rows, whole, whole.length, millis / MILLIS_PER_SECOND);
            }
        };
    }
}
