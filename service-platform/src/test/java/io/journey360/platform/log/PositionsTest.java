package io.journey360.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.junit.jupiter.api.Test;

class PositionsTest {

    private final MovableClock clock = new MovableClock();
    private final Positions positions = new Positions(clock);

    @Test
    void aGapHoldsTheWatermarkBelowIt() {
        assertThat(positions.watermark(GapAwareTrackingToken.newInstance(10, List.of(4L, 7L))))
                .isEqualTo(3);
    }

    @Test
    void aGapCountsAsClosedAfterAMinute() {
        var token = GapAwareTrackingToken.newInstance(10, List.of(4L));
        assertThat(positions.watermark(token)).isEqualTo(3);

        clock.move(Duration.ofSeconds(61));

        assertThat(positions.watermark(token)).isEqualTo(10);
        assertThat(positions.watermark(GapAwareTrackingToken.newInstance(12, List.of(4L, 11L))))
                .isEqualTo(10);
    }

    @Test
    void anotherReaderWithoutTheGapDoesNotMakeItYoungAgain() {
        var slow = GapAwareTrackingToken.newInstance(10, List.of(4L));
        positions.watermark(slow);
        clock.move(Duration.ofSeconds(59));
        positions.watermark(GapAwareTrackingToken.newInstance(20, List.of()));
        clock.move(Duration.ofSeconds(2));

        assertThat(positions.watermark(slow)).isEqualTo(10);
    }

    @Test
    void axonServerCountsFromZeroAndWeFromOne() {
        assertThat(Positions.position(new GlobalSequenceTrackingToken(0))).isEqualTo(1);
        assertThat(Positions.position(new GlobalSequenceTrackingToken(-1))).isZero();
    }

    @Test
    void aReplayStandsWhereItReads() {
        var replay = ReplayToken.createReplayToken(
                GapAwareTrackingToken.newInstance(90, List.of()), GapAwareTrackingToken.newInstance(5, List.of()));

        assertThat(Positions.position(replay)).isEqualTo(5);
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-05-01T10:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
