package io.journey360.analytics.stickiness;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param people active at all
 * @param intervals how many the answer covers
 * @param mean of how many of them an active person is active in; absent without anybody
 * @param ratio mean by intervals, 0 to 1; absent without anybody
 * @param histogram up to the largest number of intervals that anybody is active in
 * @param spans the same within each longer interval
 * @param breakdown by value, those with the most events first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StickinessAnswer(
        String interval,
        @Nullable String per,
        String zone,
        long people,
        int intervals,
        @Nullable Double mean,
        @Nullable Double ratio,
        List<StickinessResult.Bar> histogram,
        @Nullable List<PerSpan> spans,
        @Nullable List<Part> breakdown,
        AsOf asOf,
        String explain) {

    /**
     * @param start the longer interval's first moment, with the zone's offset then
     * @param complete whether it is over as of the answer's moment
     * @param intervals how many of those that the answer covers lie in it
     * @param ratio of days in a month: the average number of people active in a day by those active in the month (DAU/MAU)
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PerSpan(
            OffsetDateTime start,
            boolean complete,
            long people,
            int intervals,
            @Nullable Double mean,
            @Nullable Double ratio,
            List<StickinessResult.Bar> histogram) {}

    /**
     * @param value absent where events do not have the property
     * @param other all values but the 50 with the most events together
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            @Nullable Object value,
            boolean other,
            long people,
            int intervals,
            @Nullable Double mean,
            @Nullable Double ratio,
            List<StickinessResult.Bar> histogram,
            @Nullable List<PerSpan> spans) {}

    static StickinessAnswer of(StickinessResult result, Stickiness question, AsOf asOf, String explain) {
        var whole = result.whole();
        var per = question.per();
        return new StickinessAnswer(
                question.calendar().interval().wireName(),
                per == null ? null : per.interval().wireName(),
                question.calendar().zone().getId(),
                whole.people(),
                whole.intervals(),
                whole.mean(),
                whole.ratio(),
                whole.histogram(),
                spans(result.spans()),
                question.breakdown() == null
                        ? null
                        : result.parts().stream().map(StickinessAnswer::part).toList(),
                asOf,
                explain);
    }

    private static Part part(StickinessResult.Part part) {
        var whole = part.whole();
        return new Part(
                part.part().value(),
                part.part().other(),
                whole.people(),
                whole.intervals(),
                whole.mean(),
                whole.ratio(),
                whole.histogram(),
                spans(part.spans()));
    }

    private static @Nullable List<PerSpan> spans(@Nullable List<StickinessResult.PerSpan> spans) {
        return spans == null
                ? null
                : spans.stream()
                        .map(span -> new PerSpan(
                                span.start(),
                                span.complete(),
                                span.figures().people(),
                                span.figures().intervals(),
                                span.figures().mean(),
                                span.figures().ratio(),
                                span.figures().histogram()))
                        .toList();
    }
}
