package io.journey360.booking.domain;

import java.time.Duration;

/** @param noShowGrace how long after the end of its slot a customer who has not come is still waited for */
public record BookingTerms(Duration noShowGrace) {

    public BookingTerms {
        if (noShowGrace.isNegative()) {
            throw new IllegalArgumentException("The grace before a no-show cannot be negative");
        }
    }
}
