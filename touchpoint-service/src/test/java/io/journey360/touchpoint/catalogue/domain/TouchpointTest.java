package io.journey360.touchpoint.catalogue.domain;

import static io.journey360.touchpoint.catalogue.domain.TouchpointRejected.Reason.STALE;
import static io.journey360.touchpoint.catalogue.domain.TouchpointRejected.Reason.UNKNOWN;

import io.journey360.events.Phase;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
import io.journey360.events.TouchpointRetired;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Declare;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Declared;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Retire;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class TouchpointTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final TouchpointId KIOSK = new TouchpointId("touchpoint-kiosk");

    private final FixtureConfiguration<Touchpoint> fixture =
            new AggregateTestFixture<>(Touchpoint.class).registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void declaringRecordsWhatWasPromised() {
        fixture.givenNoPriorActivity()
                .when(new Declare(KIOSK, terms("Kiosk"), null))
                .expectEvents(declared("Kiosk"))
                .expectResultMessagePayload(new Declared(0, true));
    }

    @Test
    void declaringTheSameAgainChangesNothing() {
        fixture.given(declared("Kiosk"))
                .when(new Declare(KIOSK, terms("Kiosk"), 0L))
                .expectNoEvents()
                .expectResultMessagePayload(new Declared(0, false));
    }

    @Test
    void theLastDeclarationHolds() {
        fixture.given(declared("Kiosk"))
                .when(new Declare(KIOSK, terms("Kiosk at the entrance"), 0L))
                .expectEvents(declared("Kiosk at the entrance"))
                .expectResultMessagePayload(new Declared(1, false));
    }

    @Test
    void declaringOverSomebodyElsesChangeIsRefused() {
        fixture.given(declared("Kiosk"), declared("Kiosk 2"))
                .when(new Declare(KIOSK, terms("Kiosk 3"), 0L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
    }

    @Test
    void declaringWhatIsNotThereYetOverAVersionIsRefused() {
        fixture.givenNoPriorActivity()
                .when(new Declare(KIOSK, terms("Kiosk"), 0L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
    }

    @Test
    void retiringEndsItAndDeclaringBeginsItAnew() {
        fixture.given(declared("Kiosk")).when(new Retire(KIOSK, null)).expectEvents(new TouchpointRetired(KIOSK, NOW));
        fixture.given(declared("Kiosk"), new TouchpointRetired(KIOSK, NOW))
                .when(new Declare(KIOSK, terms("Kiosk"), null))
                .expectEvents(declared("Kiosk"))
                .expectResultMessagePayload(new Declared(2, true));
    }

    @Test
    void retiringTwiceIsRefused() {
        fixture.given(declared("Kiosk"), new TouchpointRetired(KIOSK, NOW))
                .when(new Retire(KIOSK, null))
                .expectNoEvents()
                .expectExceptionDetails(UNKNOWN);
    }

    @Test
    void retiringAnotherVersionIsRefused() {
        fixture.given(declared("Kiosk"))
                .when(new Retire(KIOSK, 7L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
    }

    private static TouchpointTerms terms(String name) {
        return new TouchpointTerms(name, "branch", "arrival", Phase.BEFORE, "Anna", Map.of("waitSeconds", 300.0), true);
    }

    private static TouchpointDeclared declared(String name) {
        return new TouchpointDeclared(
                KIOSK, name, "branch", "arrival", Phase.BEFORE, "Anna", Map.of("waitSeconds", 300.0), true, NOW);
    }
}
