/** Appointments and their service: booked, moved, given up, checked in, served, missed. */
@NullMarked
package io.journey360.booking;

import org.jspecify.annotations.NullMarked;
