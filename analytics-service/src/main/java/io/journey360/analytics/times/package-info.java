/** How long it takes from one event to another. */
@NullMarked
package io.journey360.analytics.times;

import org.jspecify.annotations.NullMarked;
