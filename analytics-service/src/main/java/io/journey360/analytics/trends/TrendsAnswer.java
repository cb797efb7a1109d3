package io.journey360.analytics.trends;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param points every interval, those with nothing in them too
 * @param breakdown by value, those with the most events first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrendsAnswer(
        String measure,
        String interval,
        String zone,
        TrendsResult.Total total,
        List<TrendsResult.Point> points,
        @Nullable List<Part> breakdown,
        AsOf asOf,
        String explain) {

    /**
     * @param value absent where events do not have the property
     * @param other all values but the 50 with the most events together
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(@Nullable Object value, boolean other, TrendsResult.Total total, List<TrendsResult.Point> points) {}

    static TrendsAnswer of(TrendsResult result, Trends question, AsOf asOf, String explain) {
        return new TrendsAnswer(
                question.measure().wireName(),
                question.calendar().interval().wireName(),
                question.calendar().zone().getId(),
                result.whole().total(),
                result.whole().points(),
                question.breakdown() == null
                        ? null
                        : result.parts().stream()
                                .map(part -> new Part(
                                        part.part().value(),
                                        part.part().other(),
                                        part.series().total(),
                                        part.series().points()))
                                .toList(),
                asOf,
                explain);
    }
}
