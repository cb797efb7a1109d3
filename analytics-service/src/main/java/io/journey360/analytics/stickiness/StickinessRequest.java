package io.journey360.analytics.stickiness;

import io.journey360.analytics.query.FilterRequest;
import org.jspecify.annotations.Nullable;

/**
 * @param interval what is counted: {@code day} (default), {@code week} or {@code month}
 * @param per also counted within each {@code week}, {@code month}, {@code quarter} or {@code year}, which must be made of whole
 *     intervals; none by default
 * @param breakdown a dimension or {@code attributes.NAME}
 * @param from selects events, as {@code to} does
 * @param zone whose calendar
 * @param filter which events make people active
 * @param asOf an instant with offset or a log position
 */
record StickinessRequest(
        @Nullable String interval,
        @Nullable String per,
        @Nullable String breakdown,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
