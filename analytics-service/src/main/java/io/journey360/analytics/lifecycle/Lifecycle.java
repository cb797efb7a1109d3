package io.journey360.analytics.lifecycle;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.People;
import io.journey360.analytics.query.Calendar;
import io.journey360.analytics.query.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * A question about how people come and go, interval by interval, as PostHog's lifecycle defines it. A person is active in an
 * interval in which they have an event that passes the filter.
 *
 * @param range every interval that overlaps it is shown whole; what people did before it counts all the same
 * @param breakdown each value is answered as if only its events had been asked for
 */
record Lifecycle(
        Calendar calendar,
        EventFilter filter,
        People people,
        TimeRange range,
        @Nullable Property breakdown) {

    enum Status {
        /** Active, and never before. */
        NEW,
        /** Active, and in the interval before. */
        RETURNING,
        /** Active, not in the interval before, but earlier. */
        RESURRECTING,
        /** Not active, but in the interval before. */
        DORMANT
    }
}
