package io.journey360.touchpoint.surveys;

import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyKind;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.surveys.domain.SurveyTerms;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * @param scale the kind's usual one by default: nps 0 to 10, csat and stars 1 to 5, ces 1 to 7
 * @param direction higher-better by default; effort asked as "how hard was it" is lower-better
 * @param method how it is asked
 */
record SurveyRequest(
        @NotBlank @Size(max = LONGEST_QUESTION) @Pattern(regexp = TEXT, message = NO_TEXT) String question,

        @NotNull SurveyKind kind,
        @Nullable Scale scale,
        @Nullable ScoreDirection direction,

        @Nullable @Size(min = 1, max = LONGEST_NAME) @Pattern(regexp = TEXT, message = NO_TEXT) String method) {

    static final int LONGEST_NAME = 256;
    static final int LONGEST_QUESTION = 1000;

    /** No control characters, and no half of a surrogate pair: it has no UTF-8 form. */
    static final String TEXT = "[^\\p{Cc}\\p{Cs}]*";

    private static final String NO_TEXT = "must not contain control characters or halves of characters";

    /**
     * @param id of the survey
     * @throws Problem 400 with everything that is wrong between the fields
     */
    SurveyTerms terms(String id) {
        var itsScale = scale == null ? kind.usualScale() : scale;
        var itsDirection = direction == null ? ScoreDirection.HIGHER_BETTER : direction;
        var problem = Problem.of(400, "invalid-request", "The request is not valid");
        SurveyKind.ofWireName(id)
                .filter(named -> named != kind)
                .ifPresent(named -> problem.at("/kind", "must be " + id + " for the survey of that name"));
        if (itsScale.min() >= itsScale.max()) {
            problem.at("/scale/max", "must be above min");
        }
        // The score is the share of 9 and 10 less that of 0 to 6: on another scale it is another measure.
        if (kind == SurveyKind.NPS && !itsScale.equals(kind.usualScale())) {
            problem.at("/scale", "must be 0 to 10 for nps");
        }
        if (kind != SurveyKind.CES && itsDirection == ScoreDirection.LOWER_BETTER) {
            problem.at("/direction", "must be higher-better, except for ces");
        }
        if (!problem.errors().isEmpty()) {
            throw problem;
        }
        return new SurveyTerms(question, kind, itsScale, itsDirection, method);
    }
}
