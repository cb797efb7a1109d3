package io.journey360.booking.bookings;

import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for bookings by what they have in common; absent conditions are met by all. They come in the order they take place.
 *
 * @param from bounds when the service takes place, inclusive
 * @param to exclusive
 * @param after where the page before ended
 */
record FindBookings(
        @Nullable IdentityKey customer,
        @Nullable String location,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String code,
        @Nullable String after,
        int limit) {

    /** @param next where the next page goes on; null on the last page. A page may hold less than the limit. */
    record Result(List<BookingView> bookings, @Nullable String next) {}

    boolean isMetBy(BookingView booking) {
        return (customer == null || customer.equals(booking.customer()))
                && (location == null || location.equals(booking.location()))
                && (code == null || code.equals(booking.code()))
                && (from == null || !booking.at().isBefore(from))
                && (to == null || booking.at().isBefore(to));
    }
}
