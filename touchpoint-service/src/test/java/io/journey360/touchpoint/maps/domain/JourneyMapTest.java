package io.journey360.touchpoint.maps.domain;

import static io.journey360.touchpoint.maps.domain.JourneyMapRejected.Reason.STALE;
import static io.journey360.touchpoint.maps.domain.JourneyMapRejected.Reason.UNKNOWN;

import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapRetired;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.StageEntry;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Define;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Defined;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Retire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class JourneyMapTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final JourneyMapId STAY = JourneyMapId.named("stay");

    private final FixtureConfiguration<JourneyMap> fixture =
            new AggregateTestFixture<>(JourneyMap.class).registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void theFirstDrawingIsVersionOne() {
        fixture.givenNoPriorActivity()
                .when(new Define(STAY, terms("P7D"), null))
                .expectEvents(defined(1, "P7D"))
                .expectResultMessagePayload(new Defined(1, 0, NOW, true));
    }

    @Test
    void theSameAgainMakesNoVersionHoweverItsTimesAreWritten() {
        fixture.given(defined(1, "P7D"))
                .when(new Define(STAY, terms("PT168H"), 0L))
                .expectNoEvents()
                .expectResultMessagePayload(new Defined(1, 0, NOW, false));
    }

    @Test
    void everyChangeIsTheNextVersion() {
        fixture.given(defined(1, "P7D"), defined(2, "P8D"))
                .when(new Define(STAY, terms("P7D"), 1L))
                .expectEvents(defined(3, "P7D"))
                .expectResultMessagePayload(new Defined(3, 2, NOW, false));
    }

    @Test
    void drawingOverSomebodyElsesChangeIsRefused() {
        fixture.given(defined(1, "P7D"), defined(2, "P8D"))
                .when(new Define(STAY, terms("P9D"), 0L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
        fixture.givenNoPriorActivity().when(new Define(STAY, terms("P9D"), 0L)).expectExceptionDetails(STALE);
    }

    @Test
    void versionsCountOnOverARetirement() {
        fixture.given(defined(1, "P7D")).when(new Retire(STAY, 0L)).expectEvents(new JourneyMapRetired(STAY, NOW));
        fixture.given(defined(1, "P7D"), new JourneyMapRetired(STAY, NOW))
                .when(new Define(STAY, terms("P7D"), null))
                .expectEvents(defined(2, "P7D"))
                .expectResultMessagePayload(new Defined(2, 2, NOW, true));
    }

    @Test
    void retiringWhatIsNotInUseOrWasChangedIsRefused() {
        fixture.given(defined(1, "P7D"), new JourneyMapRetired(STAY, NOW))
                .when(new Retire(STAY, null))
                .expectNoEvents()
                .expectExceptionDetails(UNKNOWN);
        fixture.given(defined(1, "P7D"))
                .when(new Retire(STAY, 7L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
    }

    private static JourneyMapTerms terms(String expected) {
        return new JourneyMapTerms("Stay", stages(expected));
    }

    private static JourneyMapDefined defined(long version, String expected) {
        return new JourneyMapDefined(STAY, version, "Stay", stages(expected), NOW);
    }

    private static List<JourneyMapStage> stages(String expected) {
        return List.of(
                stage("book", JourneyEventType.BOOKED, Duration.parse(expected)),
                stage("stay", JourneyEventType.SERVED, null));
    }

    private static JourneyMapStage stage(String key, JourneyEventType event, Duration expected) {
        return new JourneyMapStage(
                key,
                key,
                List.of(new StageEntry(event, null, null)),
                false,
                expected,
                List.of("on time"),
                List.of(),
                List.of());
    }
}
