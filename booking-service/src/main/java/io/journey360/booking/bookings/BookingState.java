package io.journey360.booking.bookings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a booking stands. */
enum BookingState {
    BOOKED,
    CHECKED_IN,
    SERVED,
    CANCELLED,
    NO_SHOW;

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
