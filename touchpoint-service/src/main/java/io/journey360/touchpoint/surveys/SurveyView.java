package io.journey360.touchpoint.surveys;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyKind;
import io.journey360.touchpoint.surveys.domain.SurveyTerms;
import org.jspecify.annotations.Nullable;

/** @param id the name that reviews use */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SurveyView(
        String id,
        long version,
        String question,
        SurveyKind kind,
        Scale scale,
        ScoreDirection direction,
        @Nullable String method) {

    static SurveyView of(String id, long version, SurveyTerms terms) {
        return new SurveyView(
                id, version, terms.question(), terms.kind(), terms.scale(), terms.direction(), terms.method());
    }
}
