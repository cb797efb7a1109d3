/** Who is new, returns, is resurrected or falls dormant. */
@NullMarked
package io.journey360.analytics.lifecycle;

import org.jspecify.annotations.NullMarked;
