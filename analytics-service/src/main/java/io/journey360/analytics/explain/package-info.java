/** What figures are made of: the people and the events behind each. */
@NullMarked
package io.journey360.analytics.explain;

import org.jspecify.annotations.NullMarked;
