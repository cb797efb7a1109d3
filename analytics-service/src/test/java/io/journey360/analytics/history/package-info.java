/** Random histories, what the index should know of them, and what analyses answer about them. */
@NullMarked
package io.journey360.analytics.history;

import org.jspecify.annotations.NullMarked;
