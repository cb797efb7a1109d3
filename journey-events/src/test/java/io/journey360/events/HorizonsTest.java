package io.journey360.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HorizonsTest {

    private static final IdentityKey ANNA = IdentityKey.of(1, 1);
    private static final IdentityKey BEN = IdentityKey.of(2, 2);
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    private final Horizons horizons = new Horizons();

    @Test
    void passWhatHappenedBeforeThemAndNothingElse() {
        horizons.apply(due(MAY, List.of("reviewed", "traits")));

        assertThat(horizons.passed("reviewed", ANNA, MAY.minusNanos(1))).isTrue();
        assertThat(horizons.passed("traits", BEN, MAY.minusSeconds(1))).isTrue();
        assertThat(horizons.passed("reviewed", ANNA, MAY)).isFalse();
        assertThat(horizons.passed("booked", ANNA, MAY.minusSeconds(1))).isFalse();
    }

    @Test
    void areOfThoseNamedWhenSomebodyIs() {
        horizons.apply(due(JUNE, List.of("reviewed"), ANNA));
        horizons.apply(due(MAY, List.of("reviewed")));

        assertThat(horizons.passed("reviewed", ANNA, JUNE.minusSeconds(1))).isTrue();
        assertThat(horizons.passed("reviewed", BEN, JUNE.minusSeconds(1))).isFalse();
        assertThat(horizons.passed("reviewed", BEN, MAY.minusSeconds(1))).isTrue();
    }

    @Test
    void neverComeBackNearer() {
        horizons.apply(due(JUNE, List.of("reviewed")));
        horizons.apply(due(MAY, List.of("reviewed")));
        horizons.apply(due(JUNE, List.of("booked"), ANNA));
        horizons.apply(due(MAY, List.of("booked"), ANNA));

        assertThat(horizons.passed("reviewed", BEN, JUNE.minusSeconds(1))).isTrue();
        assertThat(horizons.passed("booked", ANNA, JUNE.minusSeconds(1))).isTrue();
    }

    private static RetentionDue due(Instant before, List<String> kinds, IdentityKey... identities) {
        return new RetentionDue(
                RetentionId.named("some"),
                new RetentionRunId("retention-run-some"),
                kinds,
                before,
                List.of(identities),
                before);
    }
}
