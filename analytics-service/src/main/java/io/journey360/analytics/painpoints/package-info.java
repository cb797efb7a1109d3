/** Where customers are hurt most, by a formula that is written down. */
@NullMarked
package io.journey360.analytics.painpoints;

import org.jspecify.annotations.NullMarked;
