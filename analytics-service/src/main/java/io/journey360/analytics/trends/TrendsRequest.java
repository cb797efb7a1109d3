package io.journey360.analytics.trends;

import io.journey360.analytics.query.FilterRequest;
import org.jspecify.annotations.Nullable;

/**
 * @param measure {@code events} (default), {@code people}, {@code sessions}, {@code value} or {@code score}
 * @param interval {@code hour}, {@code day} (default), {@code week}, {@code month}, {@code quarter} or {@code year}
 * @param gap of sessions: a longer time between two events ends one and begins another; {@code PT30M} by default
 * @param breakdown a dimension or {@code attributes.NAME}
 * @param from selects events, as {@code to} does
 * @param zone whose calendar
 * @param filter which events are counted
 * @param asOf an instant with offset or a log position
 */
record TrendsRequest(
        @Nullable String measure,
        @Nullable String interval,
        @Nullable String gap,
        @Nullable String breakdown,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
