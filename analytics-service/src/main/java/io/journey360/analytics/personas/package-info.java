/** Who is which persona since when, as the log has it: rules are evaluated elsewhere. */
@NullMarked
package io.journey360.analytics.personas;

import org.jspecify.annotations.NullMarked;
