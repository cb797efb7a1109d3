/** The touchpoints that were declared, and the names that events use although nobody declared them. */
@NullMarked
package io.journey360.touchpoint.catalogue;

import org.jspecify.annotations.NullMarked;
