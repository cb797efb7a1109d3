package io.journey360.touchpoint.surveys.domain;

import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyKind;
import org.jspecify.annotations.Nullable;

/**
 * What a survey asks.
 *
 * @param method how it is asked, {@code mail after the visit} for instance
 */
public record SurveyTerms(
        String question,
        SurveyKind kind,
        Scale scale,
        ScoreDirection direction,
        @Nullable String method) {}
