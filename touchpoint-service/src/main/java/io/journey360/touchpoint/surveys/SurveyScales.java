package io.journey360.touchpoint.surveys;

import io.journey360.events.Scale;
import io.journey360.platform.problem.Problem;
import java.time.Duration;
import java.util.Optional;

/** On which scale a review must lie. Nothing here blocks. */
public interface SurveyScales {

    Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** The scale of a defined survey; empty for a name that nobody defined, or that is {@linkplain #areKnown() not known yet}. */
    Optional<Scale> scale(String survey);

    /** False for a while after the start, until everything is known that was defined before it. */
    boolean areKnown();

    /** What to answer to whoever names a survey that may be defined, as long as it cannot be told. */
    default Problem notKnownYet() {
        return Problem.of(503, "catching-up", "It is not known yet which surveys are defined; send it again later")
                .retryAfter(RETRY_AFTER);
    }
}
