package io.journey360.analytics.retention;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.People;
import io.journey360.analytics.query.Calendar;
import io.journey360.analytics.query.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * A question about who comes back, by calendar intervals of a zone (weeks are ISO's), as PostHog and Mixpanel's calendar mode
 * define it.
 *
 * <p>A person is in the cohort of an interval if their start event lies in it: with {@code firstTime} the first one they ever
 * had (Mixpanel's "birth", PostHog's "for the first time"), else any, so that a person can be in many cohorts ("recurring"). Period
 * 0 is the cohort itself: everybody is in it. They are retained in period p, from 1 on, if they have a return event in the p-th
 * interval after the cohort's ("on", also called bounded or n-day retention), or with {@code orAfter} in that or any later one
 * ("on or after", unbounded retention).
 *
 * @param periods how many follow the cohort's own
 * @param range bounds start events; return events may lie after it. The first start event ever is looked for before it too
 * @param breakdown value at the person's first start event in the cohort's interval
 */
record Retention(
        EventFilter start,
        EventFilter back,
        Calendar calendar,
        int periods,
        boolean firstTime,
        boolean orAfter,
        EventFilter filter,
        People people,
        TimeRange range,
        @Nullable Property breakdown) {

    static final int MAX_PERIODS = 366;
}
