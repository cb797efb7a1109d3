/** What a journey map keeps to. */
@NullMarked
package io.journey360.touchpoint.maps.domain;

import org.jspecify.annotations.NullMarked;
