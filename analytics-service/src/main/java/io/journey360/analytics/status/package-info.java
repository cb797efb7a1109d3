/** How far the views have come. */
@NullMarked
package io.journey360.analytics.status;

import org.jspecify.annotations.NullMarked;
