/** Reviews that customers give to us directly. */
@NullMarked
package io.journey360.touchpoint.reviews;

import org.jspecify.annotations.NullMarked;
