/** What we knew at a moment: an instant is a log position underneath. */
@NullMarked
package io.journey360.analytics.asof;

import org.jspecify.annotations.NullMarked;
