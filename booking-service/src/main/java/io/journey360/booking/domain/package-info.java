/** The rules a booking obeys. */
@NullMarked
package io.journey360.booking.domain;

import org.jspecify.annotations.NullMarked;
