package io.journey360.touchpoint.surveys.domain;

import io.journey360.events.SurveyId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What may be asked of a survey. */
public sealed interface SurveyCommand {

    @TargetAggregateIdentifier
    SurveyId survey();

    /**
     * Defines the survey, or defines it anew. The result is a {@link Defined}.
     *
     * @param expectedVersion that If-Match names; null to act whatever the version is
     */
    record Define(
            SurveyId survey, SurveyTerms terms, @Nullable Long expectedVersion) implements SurveyCommand {}

    /**
     * @param version from 1; the same as before when nothing was changed
     * @param isNew whether there was none before
     */
    record Defined(long version, boolean isNew) {}
}
