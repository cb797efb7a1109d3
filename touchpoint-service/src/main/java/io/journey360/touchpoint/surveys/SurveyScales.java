package io.journey360.touchpoint.surveys;

import io.journey360.events.Scale;
import io.journey360.platform.problem.Problem;
import java.util.Optional;

/** On which scale a review must lie. */
@FunctionalInterface
public interface SurveyScales {

    /**
     * The scale of a defined survey; empty for a name that nobody defined. Does not block.
     *
     * @throws Problem 503 while it cannot be told yet, because this process has just started
     */
    Optional<Scale> scale(String survey);
}
