/** Takes in events from other systems: durable when acknowledged, and counted once. */
@NullMarked
package io.journey360.touchpoint.collector;

import org.jspecify.annotations.NullMarked;
