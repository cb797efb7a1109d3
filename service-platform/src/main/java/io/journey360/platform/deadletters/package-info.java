/** Events that views could not take in: to look at, to try again, to give up. */
@NullMarked
package io.journey360.platform.deadletters;

import org.jspecify.annotations.NullMarked;
