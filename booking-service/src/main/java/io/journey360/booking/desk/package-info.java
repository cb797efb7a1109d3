/** What staff and booking pages do with a booking, over HTTP. */
@NullMarked
package io.journey360.booking.desk;

import org.jspecify.annotations.NullMarked;
