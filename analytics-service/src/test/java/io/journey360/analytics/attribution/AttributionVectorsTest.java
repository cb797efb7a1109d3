package io.journey360.analytics.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each model makes of $50 after search 9 and social 6 days before, and email and display on the day itself, display last. */
class AttributionVectorsTest {

    private static final BigDecimal FIFTY = BigDecimal.valueOf(50);

    @ParameterizedTest
    @CsvSource({
        "first, 50.00, 0.00, 0.00, 0.00",
        "last, 0.00, 0.00, 0.00, 50.00",
        "linear, 12.50, 12.50, 12.50, 12.50",
        "u, 20.00, 5.00, 5.00, 20.00",
        "j, 10.00, 5.00, 5.00, 30.00",
        "inverse-j, 30.00, 5.00, 5.00, 10.00",
        "time-decay, 6.92, 9.32, 16.88, 16.88",
        "participation, 50.00, 50.00, 50.00, 50.00",
    })
    void fiftyDollarsAreSharedOut(
            String model, BigDecimal search, BigDecimal social, BigDecimal email, BigDecimal display) {
        assertThat(shared(AttributionModel.of(model).orElseThrow(), 9, 6, 0, 0))
                .containsExactly(search, social, email, display);
    }

    @ParameterizedTest
    @CsvSource({
        "first, 50.00, 0.00",
        "last, 0.00, 50.00",
        "linear, 25.00, 25.00",
        "u, 25.00, 25.00",
        "j, 12.50, 37.50",
        "inverse-j, 37.50, 12.50",
        "time-decay, 16.67, 33.33",
        "participation, 50.00, 50.00",
    })
    void twoTouchesShareWhatThoseBetweenWouldHaveHad(String model, BigDecimal first, BigDecimal last) {
        assertThat(shared(AttributionModel.of(model).orElseThrow(), 7, 0)).containsExactly(first, last);
    }

    @ParameterizedTest
    @EnumSource(AttributionModel.class)
    void aSingleTouchGetsAll(AttributionModel model) {
        assertThat(shared(model, 3)).containsExactly(new BigDecimal("50.00"));
    }

    @ParameterizedTest
    @EnumSource(value = AttributionModel.class, mode = EnumSource.Mode.EXCLUDE, names = "PARTICIPATION")
    void sharesSumToTheWholeWhateverIsRounded(AttributionModel model) {
        var random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            int count = 1 + random.nextInt(40);
            var ages = random.longs(count, 0, Duration.ofDays(4000).toMillis())
                    .sorted()
                    .toArray();
            for (int j = 0; j < count / 2; j++) { // the oldest touch first
                long swapped = ages[j];
                ages[j] = ages[count - 1 - j];
                ages[count - 1 - j] = swapped;
            }
            var shares = new long[count];
            model.share(ages, count, 1 + random.nextLong(Duration.ofDays(30).toMillis()), shares);

            assertThat(Arrays.stream(shares).sum()).isEqualTo(AttributionModel.WHOLE);
            assertThat(Arrays.stream(shares).min().orElseThrow()).isNotNegative();
        }
    }

    /** A touch a thousand half-lives old weighs nothing by itself, but is all there is. */
    @ParameterizedTest
    @CsvSource({"10000000, 10000000, 0.5", "10000001, 10000000, 0.333333"})
    void touchesManyHalfLivesOldStillShare(long firstDays, long lastDays, double share) {
        var shares = new long[2];
        long day = Duration.ofDays(1).toMillis();
        AttributionModel.TIME_DECAY.share(new long[] {firstDays * day, lastDays * day}, 2, day, shares);

        assertThat((double) shares[0] / AttributionModel.WHOLE).isCloseTo(share, within(1e-6));
    }

    private static BigDecimal[] shared(AttributionModel model, int... daysBefore) {
        var ages = Arrays.stream(daysBefore)
                .mapToLong(days -> Duration.ofDays(days).toMillis())
                .toArray();
        var shares = new long[ages.length];
        model.share(ages, ages.length, Duration.ofDays(7).toMillis(), shares);
        return Arrays.stream(shares)
                .mapToObj(share -> FIFTY.multiply(BigDecimal.valueOf(share, AttributionModel.SCALE))
                        .setScale(2, RoundingMode.HALF_UP))
                .toArray(BigDecimal[]::new);
    }
}
