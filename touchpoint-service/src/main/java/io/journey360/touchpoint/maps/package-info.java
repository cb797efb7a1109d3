/** Journey maps: the journey the company means its customers to have, version by version. */
@NullMarked
package io.journey360.touchpoint.maps;

import org.jspecify.annotations.NullMarked;
