/** How far people get along a series of steps, and how long it takes them. */
@NullMarked
package io.journey360.analytics.funnel;

import org.jspecify.annotations.NullMarked;
