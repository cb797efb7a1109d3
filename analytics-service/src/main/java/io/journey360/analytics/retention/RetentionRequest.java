package io.journey360.analytics.retention;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.journey360.analytics.query.FilterRequest;
import io.journey360.analytics.query.StepRequest;
import org.jspecify.annotations.Nullable;

/**
 * @param back the return event; like the start event by default
 * @param interval {@code day} (default), {@code week} or {@code month}
 * @param periods how many follow the cohort's own, 1 to 366; 12 by default
 * @param cohorts {@code first-time} (default) or {@code recurring}
 * @param retained {@code on} (default) or {@code on-or-after}
 * @param breakdown a dimension or {@code attributes.NAME}: divides by the value at the start event
 * @param from bounds start events, as {@code to} does
 * @param zone whose calendar
 * @param asOf an instant with offset or a log position
 */
record RetentionRequest(
        @Nullable StepRequest start,
        @JsonProperty("return") @Nullable StepRequest back,
        @Nullable String interval,
        @Nullable Integer periods,
        @Nullable String cohorts,
        @Nullable String retained,
        @Nullable String breakdown,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
