/** How often people are active. */
@NullMarked
package io.journey360.analytics.stickiness;

import org.jspecify.annotations.NullMarked;
