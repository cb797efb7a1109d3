/** Exact figures of many durations. */
@NullMarked
package io.journey360.analytics.durations;

import org.jspecify.annotations.NullMarked;
