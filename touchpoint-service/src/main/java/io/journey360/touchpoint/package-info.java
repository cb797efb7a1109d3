/** Where customer and company meet: the collector, imports, the catalogue of touchpoints, reviews. */
@NullMarked
package io.journey360.touchpoint;

import org.jspecify.annotations.NullMarked;
