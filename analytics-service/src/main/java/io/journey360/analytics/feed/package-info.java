/** Keeps what is answered from memory (identity links, retractions, the index) current from the log. */
@NullMarked
package io.journey360.analytics.feed;

import org.jspecify.annotations.NullMarked;
