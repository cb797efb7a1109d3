/** How each service scrubs what it derived of erased persons, and says so. */
@NullMarked
package io.journey360.platform.erasure;

import org.jspecify.annotations.NullMarked;
