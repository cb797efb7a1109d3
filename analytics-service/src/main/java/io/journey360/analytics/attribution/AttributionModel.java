package io.journey360.analytics.attribution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a goal's credit is shared out among its touches, as Adobe Analytics does ("Attribution models and lookback windows").
 * Shares are whole numbers of {@link #WHOLE}, and except for {@link #PARTICIPATION} sum to it exactly, whatever was rounded.
 */
enum AttributionModel {
    /** All to the first touch. */
    FIRST,
    /** All to the last touch. */
    LAST,
    /** The same to every touch. */
    LINEAR,
    /** 40 % to the first, 40 % to the last, 20 % shared by those between; of two touches half each. */
    U,
    /** 20 % to the first, 60 % to the last, 20 % shared by those between; of two touches 25 % and 75 %. */
    J,
    /** 60 % to the first, 20 % to the last, 20 % shared by those between; of two touches 75 % and 25 %. */
    INVERSE_J,
    /** In proportion to 2^(-t/half-life), t being the time from the touch to the goal. */
    TIME_DECAY,
    /** All to each distinct value that was touched. */
    PARTICIPATION;

    /** A goal's whole credit. */
    static final long WHOLE = 1_000_000_000_000_000L;

    /** Decimals of a share. */
    static final int SCALE = 15;

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<AttributionModel> of(String name) {
        return Arrays.stream(values())
                .filter(model -> model.wireName().equals(name))
                .findFirst();
    }

    /**
     * Shares of touches in their order; what rounding leaves goes to the last touch.
     *
     * @param agesMillis from each of the first {@code count} touches to the goal
     * @param shares filled as far
     */
    void share(long[] agesMillis, int count, long halfLifeMillis, long[] shares) {
        switch (this) {
            case FIRST -> byPosition(100, 0, 0, count, shares);
            case LAST -> byPosition(0, 0, 100, count, shares);
            case LINEAR -> byWeight(agesMillis, count, Double.POSITIVE_INFINITY, shares);
            case U -> byPosition(40, 20, 40, count, shares);
            case J -> byPosition(20, 20, 60, count, shares);
            case INVERSE_J -> byPosition(60, 20, 20, count, shares);
            case TIME_DECAY -> byWeight(agesMillis, count, halfLifeMillis, shares);
            case PARTICIPATION -> Arrays.fill(shares, 0, count, WHOLE);
        }
    }

    private static void byPosition(int first, int between, int last, int count, long[] shares) {
        Arrays.fill(shares, 0, count, count > 2 ? WHOLE / 100 * between / (count - 2) : 0);
        long all = count > 2 ? 100 : first + last;
        shares[0] = WHOLE / all * first;
        takeTheRest(count - 1, count, shares);
    }

    /** Weights relative to the youngest touch's, so that none vanishes where all are many half-lives old. */
    private static void byWeight(long[] agesMillis, int count, double halfLifeMillis, long[] shares) {
        long youngest = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            youngest = Math.min(youngest, agesMillis[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weight(agesMillis[i] - youngest, halfLifeMillis);
        }
        for (int i = 0; i < count; i++) {
            shares[i] = Math.round(WHOLE * (weight(agesMillis[i] - youngest, halfLifeMillis) / sum));
        }
        takeTheRest(count - 1, count, shares);
    }

    private static double weight(long ageMillis, double halfLifeMillis) {
        return StrictMath.pow(2, -ageMillis / halfLifeMillis);
    }

    private static void takeTheRest(int taker, int count, long[] shares) {
        long given = 0;
        for (int i = 0; i < count; i++) {
            given += i == taker ? 0 : shares[i];
        }
        shares[taker] = WHOLE - given;
    }
}
