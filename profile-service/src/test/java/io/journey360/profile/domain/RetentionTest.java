package io.journey360.profile.domain;

import static io.journey360.profile.domain.RetentionRejected.Reason.NOT_FOUND;
import static io.journey360.profile.domain.RetentionRejected.Reason.STALE;

import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionEnded;
import io.journey360.events.RetentionId;
import io.journey360.profile.domain.RetentionCommand.DefineRetention;
import io.journey360.profile.domain.RetentionCommand.Defined;
import io.journey360.profile.domain.RetentionCommand.EndRetention;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final RetentionId REVIEWS = RetentionId.named("reviews");
    private static final RetentionTerms TWO_YEARS = new RetentionTerms(List.of("reviewed"), null, "P2Y");
    private static final RetentionTerms WITHDRAWN = new RetentionTerms(List.of(), "marketing", "P30D");

    private final FixtureConfiguration<Retention> fixture =
            new AggregateTestFixture<>(Retention.class).registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void isDefined() {
        fixture.givenNoPriorActivity()
                .when(define(TWO_YEARS, null))
                .expectEvents(new RetentionDefined(REVIEWS, 1, List.of("reviewed"), null, "P2Y", NOW))
                .expectResultMessagePayload(new Defined(1, true));
    }

    @Test
    void definedAgainTheSameIsNothingNew() {
        fixture.givenCommands(define(TWO_YEARS, null))
                .when(define(TWO_YEARS, 1L))
                .expectNoEvents()
                .expectResultMessagePayload(new Defined(1, false));
    }

    @Test
    void isDefinedAnewUnderTheNextVersion() {
        fixture.givenCommands(define(TWO_YEARS, null))
                .when(define(WITHDRAWN, 1L))
                .expectEvents(new RetentionDefined(REVIEWS, 2, List.of(), "marketing", "P30D", NOW))
                .expectResultMessagePayload(new Defined(2, false));
    }

    @Test
    void isNotChangedByWhoReadAnotherVersion() {
        fixture.givenCommands(define(TWO_YEARS, null), define(WITHDRAWN, null))
                .when(define(TWO_YEARS, 1L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
    }

    @Test
    void isEndedAndThenDefinedAgainUnderTheNextVersion() {
        fixture.givenCommands(define(TWO_YEARS, null))
                .when(new EndRetention(REVIEWS, 1L))
                .expectEvents(new RetentionEnded(REVIEWS, NOW));
        fixture.givenCommands(define(TWO_YEARS, null), new EndRetention(REVIEWS, null))
                .when(define(TWO_YEARS, null))
                .expectEvents(new RetentionDefined(REVIEWS, 2, List.of("reviewed"), null, "P2Y", NOW))
                .expectResultMessagePayload(new Defined(2, true));
    }

    @Test
    void cannotBeEndedWhenItIsNotInForceOrWasChanged() {
        fixture.givenNoPriorActivity()
                .when(new EndRetention(REVIEWS, null))
                .expectNoEvents()
                .expectExceptionDetails(NOT_FOUND);
        fixture.givenCommands(define(TWO_YEARS, null), new EndRetention(REVIEWS, null))
                .when(new EndRetention(REVIEWS, null))
                .expectNoEvents()
                .expectExceptionDetails(NOT_FOUND);
        fixture.givenCommands(define(TWO_YEARS, null), define(WITHDRAWN, null))
                .when(new EndRetention(REVIEWS, 1L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
    }

    private static DefineRetention define(RetentionTerms terms, @Nullable Long expected) {
        return new DefineRetention(REVIEWS, terms, expected);
    }
}
