/** Problem details for every error. */
@NullMarked
package io.journey360.platform.problem;

import org.jspecify.annotations.NullMarked;
