package io.journey360.analytics.trends;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.People;
import io.journey360.analytics.query.Calendar;
import io.journey360.analytics.query.TimeRange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A question about how much there is of something in each interval.
 *
 * @param gap a longer time between two events of a person ends a session and begins another; in milliseconds
 * @param range selects events
 * @param breakdown value of the event; of people each value is answered as if only its events had been asked for; of a session
 *     that of its first event
 */
record Trends(
        Measure measure,
        Calendar calendar,
        long gap,
        EventFilter filter,
        People people,
        TimeRange range,
        @Nullable Property breakdown) {

    enum Measure {
        EVENTS,
        /** Distinct persons; over all intervals together each counts once. */
        PEOPLE,
        /** Counted where they begin. */
        SESSIONS,
        /** Amounts by currency. */
        VALUE,
        /** Scores by survey. */
        SCORE;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean ofQuantities() {
            return this == VALUE || this == SCORE;
        }
    }
}
