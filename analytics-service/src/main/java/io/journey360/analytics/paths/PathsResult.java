package io.journey360.analytics.paths;

import io.journey360.analytics.durations.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param nodes all of them, the most visited first; for each {@code starts + in = out + ends = visits}, counted before any cut
 * @param variantCount distinct paths before any cut; null where variants are not asked for
 */
public record PathsResult(
        List<Node> nodes,
        List<Edge> edges,
        List<Variant> variants,
        @Nullable Long variantCount,
        Other other) {

    /**
     * @param people persons that visited; null where not asked for
     * @param in visits that came from another
     * @param out visits that another followed
     */
    public record Node(String key, @Nullable Long people, long visits, long in, long out, long starts, long ends) {}

    /**
     * @param people persons that went this way; null where not asked for
     * @param times null where not asked for
     */
    public record Edge(
            String from,
            String to,
            long count,
            @Nullable Long people,
            @Nullable Summary times) {}

    public record Variant(List<String> path, long count) {}

    /**
     * What was cut.
     *
     * @param edges how many
     * @param edgeCount how often they were gone along
     * @param variants how many
     * @param variantPaths how many paths were of them
     */
    public record Other(long edges, long edgeCount, long variants, long variantPaths) {}
}
