package io.journey360.analytics.lifecycle;

import io.journey360.analytics.query.FilterRequest;
import org.jspecify.annotations.Nullable;

/**
 * @param interval {@code day} (default), {@code week} or {@code month}
 * @param breakdown a dimension or {@code attributes.NAME}
 * @param from intervals that overlap [from, to) are shown, whole
 * @param zone whose calendar
 * @param filter which events make people active
 * @param asOf an instant with offset or a log position
 */
record LifecycleRequest(
        @Nullable String interval,
        @Nullable String breakdown,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
