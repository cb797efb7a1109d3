/** Files from other systems: stored sealed, mapped row by row to events, and resumed after a crash. */
@NullMarked
package io.journey360.touchpoint.imports;

import org.jspecify.annotations.NullMarked;
