package io.journey360.analytics.times;

import io.journey360.analytics.durations.Distribution;
import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.filter.Breakdown;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

record TimesResult(Figures whole, List<Part> parts) {

    record Part(Breakdown.Part part, Figures figures) {}

    /**
     * @param seconds null when nothing was ended, as min and max are
     * @param min in seconds
     * @param max in seconds
     */
    record Figures(
            long started,
            long ended,
            long notEnded,
            long open,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Distribution seconds) {

        static Figures of(
                long ended, long notEnded, long open, long minMillis, long maxMillis, Collection<Durations> times) {
            return new Figures(
                    ended + notEnded,
                    ended,
                    notEnded,
                    open,
                    ended == 0 ? null : minMillis / 1000.0,
                    ended == 0 ? null : maxMillis / 1000.0,
                    Distribution.of(times));
        }
    }
}
