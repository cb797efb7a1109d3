package io.journey360.analytics.times;

import io.journey360.analytics.query.FilterRequest;
import io.journey360.analytics.query.StepRequest;
import org.jspecify.annotations.Nullable;

/**
 * @param window exact elapsed time, inclusive; {@code P30D} by default
 * @param by {@code customer} (default) or {@code booking}
 * @param pairing {@code first} (default): one time a unit; {@code each}: one for each start event
 * @param breakdown a dimension or {@code attributes.NAME}: divides by the value at the start event
 * @param from bounds start events, as {@code to} does
 * @param asOf an instant with offset or a log position
 */
record TimesRequest(
        @Nullable StepRequest start,
        @Nullable StepRequest end,
        @Nullable String window,
        @Nullable String by,
        @Nullable String pairing,
        @Nullable String breakdown,
        @Nullable String from,
        @Nullable String to,
        @Nullable String zone,
        @Nullable FilterRequest filter,
        @Nullable Object asOf) {}
