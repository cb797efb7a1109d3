package io.journey360.analytics.durations;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mean and percentiles of durations as in {@link Summary}, in seconds, and how they spread.
 *
 * @param histogram all buckets of {@link Histogram}
 */
public record Distribution(
        double mean, double p50, double p75, double p90, double p95, double p99, List<Histogram.Bucket> histogram) {

    /** @return null when there are none */
    public static @Nullable Distribution of(Collection<Durations> parts) {
        var summary = Summary.of(parts);
        return summary == null
                ? null
                : new Distribution(
                        summary.mean(),
                        summary.p50(),
                        summary.p75(),
                        summary.p90(),
                        summary.p95(),
                        summary.p99(),
                        Histogram.of(parts));
    }
}
