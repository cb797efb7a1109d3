/** How projections write documents so that the token is never ahead of them. */
@NullMarked
package io.journey360.platform.projection;

import org.jspecify.annotations.NullMarked;
