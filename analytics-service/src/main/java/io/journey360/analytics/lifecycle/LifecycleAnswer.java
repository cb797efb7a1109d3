package io.journey360.analytics.lifecycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param breakdown by value, those with the most events first */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LifecycleAnswer(
        String interval,
        String zone,
        List<LifecycleResult.Point> points,
        @Nullable List<Part> breakdown,
        AsOf asOf,
        String explain) {

    /**
     * @param value absent where events do not have the property
     * @param other all values but the 50 with the most events together
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(@Nullable Object value, boolean other, List<LifecycleResult.Point> points) {}

    static LifecycleAnswer of(LifecycleResult result, Lifecycle question, AsOf asOf, String explain) {
        return new LifecycleAnswer(
                question.calendar().interval().wireName(),
                question.calendar().zone().getId(),
                result.points(),
                question.breakdown() == null
                        ? null
                        : result.parts().stream()
                                .map(part -> new Part(
                                        part.part().value(), part.part().other(), part.points()))
                                .toList(),
                asOf,
                explain);
    }
}
