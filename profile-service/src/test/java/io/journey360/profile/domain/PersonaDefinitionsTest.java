package io.journey360.profile.domain;

import static io.journey360.profile.domain.PersonaRejected.Reason.STALE;
import static io.journey360.profile.domain.PersonaRejected.Reason.TOO_MANY_PERSONAS;

import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaId;
import io.journey360.events.PersonaRetired;
import io.journey360.profile.domain.PersonaCommand.DefinePersona;
import io.journey360.profile.domain.PersonaCommand.Defined;
import io.journey360.profile.domain.PersonaCommand.RetirePersona;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class PersonaDefinitionsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final PersonaId GOLD = PersonaId.named("gold");
    private static final String THREE = "{\"count\":{\"from\":3},\"event\":\"served\"}";
    private static final String FIVE = "{\"count\":{\"from\":5},\"event\":\"served\"}";

    private final FixtureConfiguration<PersonaDefinitions> fixture = new AggregateTestFixture<>(
                    PersonaDefinitions.class)
            .registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void definingRecordsTheRule() {
        fixture.givenNoPriorActivity()
                .when(define("Gold", THREE, null))
                .expectEvents(defined(1, "Gold", THREE))
                .expectResultMessagePayload(new Defined(1, 1, true));
    }

    @Test
    void definingTheSameAgainChangesNothing() {
        fixture.given(defined(1, "Gold", THREE))
                .when(define("Gold", THREE, 1L))
                .expectNoEvents()
                .expectResultMessagePayload(new Defined(1, 1, false));
    }

    @Test
    void anotherRuleIsAnotherVersionAndAnotherNameIsNot() {
        fixture.given(defined(1, "Gold", THREE))
                .when(define("Gold", FIVE, 1L))
                .expectEvents(defined(2, "Gold", FIVE))
                .expectResultMessagePayload(new Defined(2, 2, false));
        fixture.given(defined(1, "Gold", THREE), defined(2, "Gold", FIVE))
                .when(define("The golden", FIVE, 2L))
                .expectEvents(defined(2, "The golden", FIVE))
                .expectResultMessagePayload(new Defined(2, 3, false));
    }

    @Test
    void actingOnWhatWasChangedMeanwhileIsRefused() {
        fixture.given(defined(1, "Gold", THREE), defined(1, "The golden", THREE))
                .when(define("Gold", FIVE, 1L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
        fixture.given(defined(1, "Gold", THREE))
                .when(new RetirePersona(GOLD, 2L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
        fixture.givenNoPriorActivity().when(define("Gold", FIVE, 1L)).expectExceptionDetails(STALE);
    }

    @Test
    void versionsCountOnAfterARetirement() {
        fixture.given(defined(1, "Gold", THREE))
                .when(new RetirePersona(GOLD, 1L))
                .expectEvents(new PersonaRetired(GOLD, NOW))
                .expectResultMessagePayload(true);
        fixture.given(defined(1, "Gold", THREE), new PersonaRetired(GOLD, NOW))
                .when(define("Gold", THREE, null))
                .expectEvents(defined(2, "Gold", THREE))
                .expectResultMessagePayload(new Defined(2, 3, true));
        fixture.given(defined(1, "Gold", THREE), new PersonaRetired(GOLD, NOW))
                .when(new RetirePersona(GOLD, null))
                .expectNoEvents()
                .expectResultMessagePayload(false);
    }

    @Test
    void thereAreAHundredAtMost() {
        var hundred = IntStream.range(0, 100)
                .mapToObj(i -> new PersonaDefined(PersonaId.named("p" + i), 1, "P", null, THREE, NOW))
                .toList();
        fixture.given(hundred).when(define("Gold", THREE, null)).expectExceptionDetails(TOO_MANY_PERSONAS);
        fixture.given(hundred)
                .andGiven(new PersonaRetired(PersonaId.named("p7"), NOW))
                .when(define("Gold", THREE, null))
                .expectEvents(defined(1, "Gold", THREE));
    }

    private static DefinePersona define(String name, String rule, Long revision) {
        return new DefinePersona(GOLD, new PersonaTerms(name, null, rule), revision);
    }

    private static PersonaDefined defined(long version, String name, String rule) {
        return new PersonaDefined(GOLD, version, name, null, rule, NOW);
    }
}
