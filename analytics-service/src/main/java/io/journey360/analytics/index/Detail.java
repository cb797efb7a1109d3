package io.journey360.analytics.index;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What only some events carry.
 *
 * @param survey with score and the scale's ends, for reviews
 * @param amount with its ISO 4217 currency, for events that have a value
 * @param slotEndMillis when the booked slot ends, for events of bookings
 */
public record Detail(
        @Nullable String survey,
        @Nullable Double score,
        @Nullable Double scaleMin,
        @Nullable Double scaleMax,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable Long slotEndMillis) {

    /** Code 0 of every index. */
    static final Detail NONE = new Detail(null, null, null, null, null, null, null);
}
