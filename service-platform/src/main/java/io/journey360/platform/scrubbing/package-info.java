/** How each service scrubs what it derived of erased persons and of what is kept no longer, and says so. */
@NullMarked
package io.journey360.platform.scrubbing;

import org.jspecify.annotations.NullMarked;
