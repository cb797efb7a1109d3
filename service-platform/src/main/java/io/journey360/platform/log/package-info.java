/** The log: where it lives, how it is appended to and how it is followed. */
@NullMarked
package io.journey360.platform.log;

import org.jspecify.annotations.NullMarked;
