/** The bookings of booking-service as they stand: one document each, and the keys they are found by. */
@NullMarked
package io.journey360.booking.bookings;

import org.jspecify.annotations.NullMarked;
