/** What each touchpoint promises, delivers and goes along with. */
@NullMarked
package io.journey360.analytics.scorecard;

import org.jspecify.annotations.NullMarked;
