/** How much of something there is, interval by interval. */
@NullMarked
package io.journey360.analytics.trends;

import org.jspecify.annotations.NullMarked;
