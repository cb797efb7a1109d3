package io.journey360.analytics.voice;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.People;
import io.journey360.analytics.query.Calendar;
import io.journey360.analytics.query.Interval;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * @param by what reviews are divided by
 * @param interval in whose calendar units they are divided by their time
 * @param from inclusive, in milliseconds since 1970
 * @param to exclusive
 */
record VoiceQuestion(
        @Nullable Property by,
        @Nullable Interval interval,
        ZoneId zone,
        EventFilter filter,
        People people,
        long from,
        long to) {

    /** Whether reviews are not only counted as a whole. */
    boolean divided() {
        return by != null || interval != null;
    }

    @Nullable Calendar calendar() {
        return interval == null ? null : interval.in(zone);
    }
}
