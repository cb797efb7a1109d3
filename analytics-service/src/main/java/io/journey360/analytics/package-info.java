/** The read side: everything here is computed from the log and can be thrown away. */
@NullMarked
package io.journey360.analytics;

import org.jspecify.annotations.NullMarked;
