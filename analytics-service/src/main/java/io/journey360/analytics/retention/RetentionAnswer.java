package io.journey360.analytics.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param overall all cohorts together, per period those for which it is over
 * @param breakdown by value at the start event, those with the most start events first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RetentionAnswer(
        String interval,
        String zone,
        List<RetentionResult.Cohort> cohorts,
        List<RetentionResult.Overall> overall,
        @Nullable List<Part> breakdown,
        AsOf asOf,
        String explain) {

    /**
     * @param value absent where start events do not have the property
     * @param other all values but the 50 with the most start events together
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            @Nullable Object value,
            boolean other,
            List<RetentionResult.Cohort> cohorts,
            List<RetentionResult.Overall> overall) {}

    static RetentionAnswer of(RetentionResult result, Retention question, AsOf asOf, String explain) {
        return new RetentionAnswer(
                question.calendar().interval().wireName(),
                question.calendar().zone().getId(),
                result.whole().cohorts(),
                result.whole().overall(),
                question.breakdown() == null
                        ? null
                        : result.parts().stream()
                                .map(part -> new Part(
                                        part.part().value(),
                                        part.part().other(),
                                        part.table().cohorts(),
                                        part.table().overall()))
                                .toList(),
                asOf,
                explain);
    }
}
