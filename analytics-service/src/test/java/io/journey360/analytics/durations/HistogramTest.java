package io.journey360.analytics.durations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void bucketsAreHalfOpenAndTheLastHasNoEnd() {
        var durations = new Durations();
        durations.add(0);
        durations.add(999);
        durations.add(1000);
        durations.add(Duration.ofDays(30).toMillis() - 1);
        durations.add(Duration.ofDays(30).toMillis());
        durations.add(Duration.ofDays(365).toMillis());
        durations.add(Long.MAX_VALUE);

        var filled = Histogram.of(List.of(durations)).stream()
                .filter(bucket -> bucket.count() > 0)
                .toList();

        assertThat(filled)
                .containsExactly(
                        new Histogram.Bucket(0, 1L, 2),
                        new Histogram.Bucket(1, 10L, 1),
                        new Histogram.Bucket(14 * 86_400, 30 * 86_400L, 1),
                        new Histogram.Bucket(30 * 86_400, 60 * 86_400L, 1),
                        new Histogram.Bucket(365 * 86_400, null, 2));
    }

    @Test
    void everyDurationIsInTheOneBucketAroundIt() {
        var random = new Random(7);
        var parts = List.of(new Durations(), new Durations());
        var buckets = Histogram.of(parts);
        for (int i = 0; i < 10_000; i++) {
            long millis = random.nextLong(1L << 1 + random.nextInt(40));
            parts.get(i % 2).add(millis);
            var bucket = buckets.get(Histogram.bucketOf(millis));
            assertThat(millis).isGreaterThanOrEqualTo(bucket.from() * 1000);
            if (bucket.to() != null) {
                assertThat(millis).isLessThan(bucket.to() * 1000);
            }
        }

        assertThat(Histogram.of(parts))
                .hasSize(Histogram.size())
                .extracting(Histogram.Bucket::from)
                .isSorted();
        assertThat(Histogram.of(parts).stream()
                        .mapToLong(Histogram.Bucket::count)
                        .sum())
                .isEqualTo(10_000);
    }
}
