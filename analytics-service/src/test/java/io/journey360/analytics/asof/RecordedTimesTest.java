package io.journey360.analytics.asof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.journey360.platform.problem.Problem;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordedTimesTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private final RecordedTimes times = new RecordedTimes();

    @Test
    void anInstantMeansTheHighestPositionKnownByThen() {
        times.record(1, NOON);
        times.record(2, NOON.plusSeconds(10));
        times.record(5, NOON.plusSeconds(20));

        assertThat(times.at(NOON.minusMillis(1), 5)).isEqualTo(new AsOf(0, null));
        assertThat(times.at(NOON, 5)).isEqualTo(new AsOf(1, NOON));
        assertThat(times.at(NOON.plusSeconds(19), 5)).isEqualTo(new AsOf(4, NOON.plusSeconds(10)));
        assertThat(times.at(NOON.plusSeconds(999), 7)).isEqualTo(new AsOf(7, NOON.plusSeconds(20)));
    }

    @Test
    void aClockSetBackDoesNotBringAnEarlierPositionForward() {
        times.record(1, NOON.plusSeconds(60));
        times.record(2, NOON);
        times.record(3, NOON.plusSeconds(61));

        assertThat(times.at(NOON.plusSeconds(1), 3).position()).isZero();
        assertThat(times.at(NOON.plusSeconds(60), 3).position()).isEqualTo(2);
    }

    @Test
    void manyEntriesAreFoundAfterGrowing() {
        for (int i = 1; i <= 5_000; i++) {
            times.record(i, NOON.plusMillis(i));
        }

        assertThat(times.at(NOON.plusMillis(3_333), 5_000).position()).isEqualTo(3_333);
        assertThat(times.at(4_321).time()).isEqualTo(NOON.plusMillis(4_321));
    }

    @Test
    void aRequestNamesAPositionOrAnInstantOrNothing() {
        times.record(1, NOON);
        times.record(2, NOON.plusSeconds(10));

        assertThat(times.resolve(null, 2).position()).isEqualTo(2);
        assertThat(times.resolve("1", 2).position()).isEqualTo(1);
        assertThat(times.resolve("99", 2).position()).isEqualTo(2);
        assertThat(times.resolve("2026-05-01T14:00:05+02:00", 2).position()).isEqualTo(1);
        assertThatThrownBy(() -> times.resolve("yesterday", 2)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> times.resolve("-1", 2)).isInstanceOf(Problem.class);
    }
}
