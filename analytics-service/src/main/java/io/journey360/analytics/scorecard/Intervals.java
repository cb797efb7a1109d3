package io.journey360.analytics.scorecard;

import org.jspecify.annotations.Nullable;

/** How sure a share, or a difference of two, is: intervals that hold the true value in 95 of 100 samples. */
public final class Intervals {

    /** The normal distribution's 97.5th percentile. */
    private static final double Z = 1.959963984540054;

    private Intervals() {}

    /**
     * @param low lower end
     * @param high upper end
     */
    public record Interval(double low, double high) {}

    /**
     * Of a share, by its score interval (Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927).
     *
     * @param n above 0
     */
    public static Interval share(long count, long n) {
        double p = (double) count / n;
        double z2 = Z * Z;
        double middle = p + z2 / (2 * n);
        double spread = Z * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n));
        double whole = 1 + z2 / n;
        // The ends of a share of nothing and of all are exactly 0 and 1; computed they may be a hair off.
        return new Interval(
                count == 0 ? 0 : Math.max(0, (middle - spread) / whole),
                count == n ? 1 : Math.min(1, (middle + spread) / whole));
    }

    /**
     * Of the difference of two independent shares (Newcombe, Interval Estimation for the Difference between Independent
     * Proportions, 1998, method 10: from the two Wilson intervals).
     *
     * @return null when either is a share of nothing
     */
    public static @Nullable Interval shareDifference(long count, long n, long otherCount, long otherN) {
        if (n == 0 || otherN == 0) {
            return null;
        }
        double p = (double) count / n;
        double other = (double) otherCount / otherN;
        var interval = share(count, n);
        var otherInterval = share(otherCount, otherN);
        double difference = p - other;
        return new Interval(
                difference - Math.hypot(p - interval.low, otherInterval.high - other),
                difference + Math.hypot(interval.high - p, other - otherInterval.low));
    }

    /**
     * Of the difference of two independent net promoter scores, in points. An answer counts 1, 0 or -1, so the variance of a
     * score's mean is (p + d - (p - d)²) / n with the shares p of promoters and d of detractors; the two add up.
     *
     * @return null when either has fewer than two answers
     */
    public static @Nullable Interval npsDifference(Promoters one, Promoters other) {
        if (one.n() < 2 || other.n() < 2) {
            return null;
        }
        double difference = one.score() - other.score();
        double spread = 100 * Z * Math.sqrt(one.variance() + other.variance());
        return new Interval(difference - spread, difference + spread);
    }

    /** Answers to an {@code nps} survey. */
    public record Promoters(long n, long promoters, long detractors) {

        /** In points, -100 to 100; not a number without answers. */
        double score() {
            return 100.0 * (promoters - detractors) / n;
        }

        private double variance() {
            double mean = (double) (promoters - detractors) / n;
            return ((double) (promoters + detractors) / n - mean * mean) / n;
        }

        Promoters less(Promoters others) {
            return new Promoters(n - others.n, promoters - others.promoters, detractors - others.detractors);
        }
    }
}
