package io.journey360.analytics.stickiness;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.People;
import io.journey360.analytics.query.Calendar;
import io.journey360.analytics.query.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * A question about in how many intervals each person is active, as PostHog's stickiness counts it: those in which they have an
 * event that passes the filter, whether one or many.
 *
 * @param per counted within each of these too; intervals lie whole in them
 * @param range selects events
 * @param breakdown each value is answered as if only its events had been asked for
 */
record Stickiness(
        Calendar calendar,
        @Nullable Calendar per,
        EventFilter filter,
        People people,
        TimeRange range,
        @Nullable Property breakdown) {}
