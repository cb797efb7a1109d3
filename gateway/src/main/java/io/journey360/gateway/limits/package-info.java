/** How much one caller may send. */
@NullMarked
package io.journey360.gateway.limits;

import org.jspecify.annotations.NullMarked;
