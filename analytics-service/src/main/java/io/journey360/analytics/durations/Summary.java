package io.journey360.analytics.durations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mean and percentiles of durations, in seconds. Exact: a percentile is interpolated linearly between the two closest values
 * (Hyndman and Fan's type 7).
 */
public record Summary(double mean, double p50, double p75, double p90, double p95, double p99) {

    private static final double[] PERCENTILES = {0.50, 0.75, 0.90, 0.95, 0.99};
    private static final double MILLIS_PER_SECOND = 1000.0;

    /** @return null when there are none */
    public static @Nullable Summary of(Collection<Durations> durations) {
        var parts = new ArrayList<Ranks.Values>();
        int[] count = {0};
        durations.forEach(some -> some.each((values, filled) -> {
            parts.add(new Ranks.Values(values, filled));
            count[0] += filled;
        }));
        return count[0] == 0 ? null : of(parts, count[0]);
    }

    /** Of the first {@code count} values, at least one. */
    public static Summary ofMillis(long[] values, int count) {
        return of(List.of(new Ranks.Values(values, count)), count);
    }

    private static Summary of(List<Ranks.Values> parts, int count) {
        int last = count - 1;
        var ranks = new int[PERCENTILES.length * 2];
        for (int i = 0; i < PERCENTILES.length; i++) {
            ranks[2 * i] = (int) Math.floor(PERCENTILES[i] * last);
            ranks[2 * i + 1] = Math.min(last, ranks[2 * i] + 1);
        }
        Arrays.sort(ranks);
        var found = new Ranks(ranks).find(parts);
        var percentiles = new double[PERCENTILES.length];
        for (int i = 0; i < PERCENTILES.length; i++) {
            double rank = PERCENTILES[i] * last;
            int below = (int) Math.floor(rank);
            long low = found[Arrays.binarySearch(ranks, below)];
            long high = found[Arrays.binarySearch(ranks, Math.min(last, below + 1))];
            percentiles[i] = (low + (high - low) * (rank - below)) / MILLIS_PER_SECOND;
        }
        return new Summary(
                mean(parts, count) / MILLIS_PER_SECOND,
                percentiles[0],
                percentiles[1],
                percentiles[2],
                percentiles[3],
                percentiles[4]);
    }

    /** Summed as whole milliseconds, so that the order of the values makes no difference. */
    private static double mean(List<Ranks.Values> parts, int count) {
        long sum = 0;
        double beyond = 0; // what no longer fits a long: only ever with times millions of years apart
        for (var part : parts) {
            for (int i = 0; i < part.count(); i++) {
                long value = part.values()[i];
                long next = sum + value;
                if (((sum ^ next) & (value ^ next)) < 0) {
                    beyond += sum;
                    next = value;
                }
                sum = next;
            }
        }
        return (beyond + sum) / count;
    }
}
