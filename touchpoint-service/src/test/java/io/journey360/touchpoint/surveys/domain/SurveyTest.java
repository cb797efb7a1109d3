package io.journey360.touchpoint.surveys.domain;

import static io.journey360.touchpoint.surveys.domain.SurveyRejected.Reason.KIND_IS_FIXED;
import static io.journey360.touchpoint.surveys.domain.SurveyRejected.Reason.STALE;

import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyId;
import io.journey360.events.SurveyKind;
import io.journey360.touchpoint.surveys.domain.SurveyCommand.Define;
import io.journey360.touchpoint.surveys.domain.SurveyCommand.Defined;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class SurveyTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final SurveyId EFFORT = SurveyId.named("desk-effort");

    private final FixtureConfiguration<Survey> fixture =
            new AggregateTestFixture<>(Survey.class).registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void definingRecordsWhatIsAsked() {
        fixture.givenNoPriorActivity()
                .when(new Define(EFFORT, terms("How hard?", SurveyKind.CES), null))
                .expectEvents(defined(1, "How hard?"))
                .expectResultMessagePayload(new Defined(1, true));
    }

    @Test
    void definingTheSameAgainChangesNothing() {
        fixture.given(defined(1, "How hard?"))
                .when(new Define(EFFORT, terms("How hard?", SurveyKind.CES), 1L))
                .expectNoEvents()
                .expectResultMessagePayload(new Defined(1, false));
    }

    @Test
    void theLastDefinitionHolds() {
        fixture.given(defined(1, "How hard?"))
                .when(new Define(EFFORT, terms("How hard was it?", SurveyKind.CES), 1L))
                .expectEvents(defined(2, "How hard was it?"))
                .expectResultMessagePayload(new Defined(2, false));
    }

    @Test
    void definingOverSomebodyElsesChangeIsRefused() {
        fixture.given(defined(1, "How hard?"), defined(2, "How hard was it?"))
                .when(new Define(EFFORT, terms("?", SurveyKind.CES), 1L))
                .expectNoEvents()
                .expectExceptionDetails(STALE);
        fixture.givenNoPriorActivity()
                .when(new Define(EFFORT, terms("?", SurveyKind.CES), 0L))
                .expectExceptionDetails(STALE);
    }

    @Test
    void aSurveyKeepsItsKind() {
        fixture.given(defined(1, "How hard?"))
                .when(new Define(EFFORT, terms("How hard?", SurveyKind.CSAT), null))
                .expectNoEvents()
                .expectExceptionDetails(KIND_IS_FIXED);
    }

    private static SurveyTerms terms(String question, SurveyKind kind) {
        return new SurveyTerms(question, kind, new Scale(1, 5), ScoreDirection.LOWER_BETTER, null);
    }

    private static SurveyDefined defined(long version, String question) {
        return new SurveyDefined(
                EFFORT, version, question, SurveyKind.CES, new Scale(1, 5), ScoreDirection.LOWER_BETTER, null, NOW);
    }
}
