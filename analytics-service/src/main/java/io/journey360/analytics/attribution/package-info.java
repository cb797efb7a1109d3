/** Which touches get the credit for a goal. */
@NullMarked
package io.journey360.analytics.attribution;

import org.jspecify.annotations.NullMarked;
