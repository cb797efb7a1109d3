/** Who comes back. */
@NullMarked
package io.journey360.analytics.retention;

import org.jspecify.annotations.NullMarked;
