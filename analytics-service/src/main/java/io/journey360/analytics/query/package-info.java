/** How questions are put to the index. */
@NullMarked
package io.journey360.analytics.query;

import org.jspecify.annotations.NullMarked;
