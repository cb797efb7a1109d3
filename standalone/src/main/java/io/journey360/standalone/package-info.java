/** Everything in one JVM with embedded stores: the command a newcomer runs. */
@NullMarked
package io.journey360.standalone;

import org.jspecify.annotations.NullMarked;
