package io.journey360.analytics.stickiness;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.analytics.filter.Breakdown;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

record StickinessResult(Figures whole, @Nullable List<PerSpan> spans, List<Part> parts) {

    record Part(
            Breakdown.Part part, Figures whole, @Nullable List<PerSpan> spans) {}

    record PerSpan(OffsetDateTime start, boolean complete, Figures figures) {}

    /**
     * @param intervals how many there are to be active in
     * @param mean of the intervals that an active person is active in; null without anybody
     * @param ratio mean by intervals
     */
    record Figures(
            long people,
            int intervals,
            @Nullable Double mean,
            @Nullable Double ratio,
            List<Bar> histogram) {

        /** @param counts people by the number of intervals they are active in */
        static Figures of(int intervals, long[] counts) {
            long people = 0;
            long active = 0;
            int most = 0;
            for (int i = 1; i < counts.length; i++) {
                people += counts[i];
                active += i * counts[i];
                most = counts[i] > 0 ? i : most;
            }
            var histogram = new ArrayList<Bar>();
            long atLeast = people;
            for (int i = 1; i <= most; i++) {
                histogram.add(new Bar(i, counts[i], atLeast));
                atLeast -= counts[i];
            }
            return new Figures(
                    people,
                    intervals,
                    people == 0 ? null : (double) active / people,
                    people == 0 ? null : (double) active / people / intervals,
                    histogram);
        }
    }

    /**
     * @param intervals active in exactly as many
     * @param atLeast people active in as many or more
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Bar(int intervals, long people, long atLeast) {}
}
