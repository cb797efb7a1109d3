package io.journey360.analytics.paths;

import io.journey360.analytics.asof.AsOf;
import java.util.List;

/** @param other what was cut to the limits of the request */
record PathsAnswer(
        List<PathsResult.Node> nodes,
        List<Edge> edges,
        List<PathsResult.Variant> variants,
        long variantCount,
        PathsResult.Other other,
        AsOf asOf,
        String explain) {

    record Edge(
            String from,
            String to,
            long count,
            long people,
            double meanSeconds,
            double medianSeconds,
            double p90Seconds,
            double p95Seconds) {}

    static PathsAnswer of(PathsResult result, AsOf asOf, String explain) {
        return new PathsAnswer(
                result.nodes(),
                result.edges().stream()
                        .map(edge -> new Edge(
                                edge.from(),
                                edge.to(),
                                edge.count(),
                                edge.people(),
                                edge.times().mean(),
                                edge.times().p50(),
                                edge.times().p90(),
                                edge.times().p95()))
                        .toList(),
                result.variants(),
                result.variantCount(),
                result.other(),
                asOf,
                explain);
    }
}
