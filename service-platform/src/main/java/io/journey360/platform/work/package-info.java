/** Work that goes on beside requests. */
@NullMarked
package io.journey360.platform.work;

import org.jspecify.annotations.NullMarked;
