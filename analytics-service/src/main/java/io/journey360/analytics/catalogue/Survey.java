package io.journey360.analytics.catalogue;

import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyKind;
import org.jspecify.annotations.Nullable;

/**
 * A defined survey. Each review carries the scale it was given on, which an earlier definition may have named.
 *
 * @param id the name that reviews use
 */
public record Survey(
        String id,
        long version,
        String question,
        SurveyKind kind,
        Scale scale,
        ScoreDirection direction,
        @Nullable String method) {}
