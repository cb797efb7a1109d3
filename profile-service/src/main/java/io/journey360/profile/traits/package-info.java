/** Personal data: sealed where it lies, opened for those who may read it. */
@NullMarked
package io.journey360.profile.traits;

import org.jspecify.annotations.NullMarked;
