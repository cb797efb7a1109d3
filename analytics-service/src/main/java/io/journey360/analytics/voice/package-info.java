/** What customers say in surveys, and how it is counted. */
@NullMarked
package io.journey360.analytics.voice;

import org.jspecify.annotations.NullMarked;
