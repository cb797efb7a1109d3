/** What a declared touchpoint is. */
@NullMarked
package io.journey360.touchpoint.catalogue.domain;

import org.jspecify.annotations.NullMarked;
