package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a booking made in booking-service. Begins with {@code booking-}. */
public record BookingId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BookingId {}

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
