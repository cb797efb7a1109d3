/** Checking in by the link a customer was sent: a page and what it calls, without login. */
@NullMarked
package io.journey360.booking.checkin;

import org.jspecify.annotations.NullMarked;
