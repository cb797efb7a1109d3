package io.journey360.analytics.times;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.durations.Histogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times in seconds; absent where nothing was ended.
 *
 * @param started units, or with pairing {@code each} start events
 * @param n how many of them were ended: there is a time for each
 * @param notEnded the rest
 * @param open of those, how many may still end within the window
 * @param breakdown by value at the start event, those with the most start events first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TimesAnswer(
        long started,
        long n,
        long notEnded,
        long open,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double mean,
        @Nullable Double p50,
        @Nullable Double p75,
        @Nullable Double p90,
        @Nullable Double p95,
        @Nullable Double p99,
        @Nullable List<Histogram.Bucket> histogram,
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
            long started,
            long n,
            long notEnded,
            long open,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            @Nullable Double p50,
            @Nullable Double p75,
            @Nullable Double p90,
            @Nullable Double p95,
            @Nullable Double p99,
            @Nullable List<Histogram.Bucket> histogram) {}

    static TimesAnswer of(TimesResult result, boolean brokenDown, AsOf asOf, String explain) {
        var figures = result.whole();
        var seconds = figures.seconds();
        return new TimesAnswer(
                figures.started(),
                figures.ended(),
                figures.notEnded(),
                figures.open(),
                figures.min(),
                figures.max(),
                seconds == null ? null : seconds.mean(),
                seconds == null ? null : seconds.p50(),
                seconds == null ? null : seconds.p75(),
                seconds == null ? null : seconds.p90(),
                seconds == null ? null : seconds.p95(),
                seconds == null ? null : seconds.p99(),
                seconds == null ? null : seconds.histogram(),
                brokenDown ? result.parts().stream().map(TimesAnswer::part).toList() : null,
                asOf,
                explain);
    }

    private static Part part(TimesResult.Part part) {
        var figures = part.figures();
        var seconds = figures.seconds();
        return new Part(
                part.part().value(),
                part.part().other(),
                figures.started(),
                figures.ended(),
                figures.notEnded(),
                figures.open(),
                figures.min(),
                figures.max(),
                seconds == null ? null : seconds.mean(),
                seconds == null ? null : seconds.p50(),
                seconds == null ? null : seconds.p75(),
                seconds == null ? null : seconds.p90(),
                seconds == null ? null : seconds.p95(),
                seconds == null ? null : seconds.p99(),
                seconds == null ? null : seconds.histogram());
    }
}
