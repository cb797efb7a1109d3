package io.journey360.analytics.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.scorecard.Intervals.Promoters;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the examples of the papers the intervals are from. */
class IntervalsTest {

    @Test
    void aShareHasWilsonsInterval() {
        var interval =
                Intervals.share(81, 263); // Newcombe 1998, Two-sided confidence intervals for the single proportion

        assertThat(interval.low()).isEqualTo(0.2553, within(5e-5));
        assertThat(interval.high()).isEqualTo(0.3662, within(5e-5));
        assertThat(Intervals.share(0, 20).low()).isZero();
        assertThat(Intervals.share(0, 20).high()).isEqualTo(0.1611, within(5e-5));
        assertThat(Intervals.share(1, 29).low()).isEqualTo(0.0061, within(5e-5));
        assertThat(Intervals.share(29, 29).high()).isEqualTo(1);
    }

    @Test
    void aDifferenceOfSharesHasNewcombesInterval() {
        var interval = Objects.requireNonNull(Intervals.shareDifference(56, 70, 48, 80));

        assertThat(interval.low()).isEqualTo(0.0524, within(5e-5));
        assertThat(interval.high()).isEqualTo(0.3339, within(5e-5));
        interval = Objects.requireNonNull(Intervals.shareDifference(9, 10, 3, 10));
        assertThat(interval.low()).isEqualTo(0.1705, within(5e-5));
        assertThat(interval.high()).isEqualTo(0.8090, within(5e-5));
        assertThat(Intervals.shareDifference(0, 0, 3, 10)).isNull();
    }

    @Test
    void aDifferenceOfPromoterScoresHasTheIntervalOfADifferenceOfMeans() {
        var one = new Promoters(40, 22, 7);
        var other = new Promoters(90, 30, 35);

        var interval = Objects.requireNonNull(Intervals.npsDifference(one, other));

        double spread = 1.959964 * Math.sqrt(variance(one) / 40 + variance(other) / 90);
        assertThat((interval.low() + interval.high()) / 2).isEqualTo(100 * (15.0 / 40 + 5.0 / 90), within(1e-9));
        assertThat((interval.high() - interval.low()) / 2).isEqualTo(spread, within(1e-4));
        assertThat(Intervals.npsDifference(new Promoters(1, 1, 0), other)).isNull();
    }

    /** Of answers taken as 100, 0 and -100. */
    private static double variance(Promoters answers) {
        var values = DoubleStream.concat(
                        IntStream.range(0, (int) answers.promoters()).mapToDouble(i -> 100),
                        DoubleStream.concat(
                                IntStream.range(0, (int) answers.detractors()).mapToDouble(i -> -100),
                                IntStream.range(0, (int) (answers.n() - answers.promoters() - answers.detractors()))
                                        .mapToDouble(i -> 0)))
                .toArray();
        double mean = DoubleStream.of(values).average().orElseThrow();
        return DoubleStream.of(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
    }
}
