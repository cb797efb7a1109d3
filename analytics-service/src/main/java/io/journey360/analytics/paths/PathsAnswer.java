package io.journey360.analytics.paths;

import io.journey360.analytics.asof.AsOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the request's measures do not ask for is null, and {@code variants} empty.
 *
 * @param other what was cut to the limits of the request
 */
record PathsAnswer(
        List<PathsResult.Node> nodes,
        List<Edge> edges,
        List<PathsResult.Variant> variants,
        @Nullable Long variantCount,
        PathsResult.Other other,
        AsOf asOf,
        String explain) {

    record Edge(
            String from,
            String to,
            long count,
            @Nullable Long people,
            @Nullable Double meanSeconds,
            @Nullable Double medianSeconds,
            @Nullable Double p90Seconds,
            @Nullable Double p95Seconds) {

        static Edge of(PathsResult.Edge edge) {
            var times = edge.times();
            return new Edge(
                    edge.from(),
                    edge.to(),
                    edge.count(),
                    edge.people(),
                    times == null ? null : times.mean(),
                    times == null ? null : times.p50(),
                    times == null ? null : times.p90(),
                    times == null ? null : times.p95());
        }
    }

    static PathsAnswer of(PathsResult result, AsOf asOf, String explain) {
        return new PathsAnswer(
                result.nodes(),
                result.edges().stream().map(Edge::of).toList(),
                result.variants(),
                result.variantCount(),
                result.other(),
                asOf,
                explain);
    }
}
