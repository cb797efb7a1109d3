package io.journey360.analytics.durations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void interpolatesBetweenTheClosestValues() {
        var summary = Summary.of(List.of(durations(1000, 2000, 3000, 4000)));

        assertThat(summary)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-12, Double.class)
                .isEqualTo(new Summary(2.5, 2.5, 3.25, 3.7, 3.85, 3.97));
    }

    @Test
    void ofNothingIsNothing() {
        assertThat(Summary.of(List.of(new Durations()))).isNull();
    }

    @Test
    void isExactForManyValuesOfAnyDistribution() {
        var random = new Random(3);
        for (var next : List.<LongSupplier>of(
                () -> random.nextInt(5),
                () -> (long) Math.exp(random.nextDouble() * 40),
                () -> -random.nextLong(1L << 61),
                () -> random.nextInt(1000) == 0 ? 1L << 60 : random.nextInt(1 << 20))) {
            var values = new long[50_000 + random.nextInt(1000)];
            Arrays.setAll(values, i -> next.getAsLong());
            var halves = List.of(
                    durations(Arrays.copyOf(values, 100)), durations(Arrays.copyOfRange(values, 100, values.length)));
            var mean =
                    Arrays.stream(values).mapToDouble(v -> v / 1000.0).average().orElseThrow();
            Arrays.sort(values);

            var summary = Summary.of(halves);
            assertThat(summary).isNotNull();
            assertThat(summary.mean()).isCloseTo(mean, within(Math.abs(mean) * 1e-9));
            assertThat(summary.p50()).isEqualTo(interpolated(values, 0.5));
            assertThat(summary.p75()).isEqualTo(interpolated(values, 0.75));
            assertThat(summary.p90()).isEqualTo(interpolated(values, 0.9));
            assertThat(summary.p95()).isEqualTo(interpolated(values, 0.95));
            assertThat(summary.p99()).isEqualTo(interpolated(values, 0.99));
        }
    }

    private static double interpolated(long[] sorted, double p) {
        double rank = p * (sorted.length - 1);
        int below = (int) rank;
        long low = sorted[below];
        return (low + (sorted[Math.min(below + 1, sorted.length - 1)] - low) * (rank - below)) / 1000;
    }

    private static Durations durations(long... millis) {
        var durations = new Durations();
        Arrays.stream(millis).forEach(durations::add);
        return durations;
    }
}
