/** The live stream of events. */
@NullMarked
package io.journey360.analytics.stream;

import org.jspecify.annotations.NullMarked;
