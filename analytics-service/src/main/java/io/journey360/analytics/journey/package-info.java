/** The 360° view of one customer, the way to find customers, and the list of them. */
@NullMarked
package io.journey360.analytics.journey;

import org.jspecify.annotations.NullMarked;
