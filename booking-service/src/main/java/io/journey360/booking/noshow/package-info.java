/**
 * Bookings nobody came for. What falls due is a list, filled by a projection; a worker asks the booking of each due item
 * whether it is a no-show, and the booking decides. What was done is an event like any other, so a crash, a replay or a
 * second worker asks again and changes nothing.
 */
@NullMarked
package io.journey360.booking.noshow;

import org.jspecify.annotations.NullMarked;
