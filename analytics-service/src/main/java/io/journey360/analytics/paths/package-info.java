/** Which way people go: what follows what, how often and how fast. */
@NullMarked
package io.journey360.analytics.paths;

import org.jspecify.annotations.NullMarked;
