/** Rebuilding a view beside the one being read. */
@NullMarked
package io.journey360.analytics.generation;

import org.jspecify.annotations.NullMarked;
