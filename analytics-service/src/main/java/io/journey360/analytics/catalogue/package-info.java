/** What the company declared of its touchpoints, journey maps and surveys, as of any log position. */
@NullMarked
package io.journey360.analytics.catalogue;

import org.jspecify.annotations.NullMarked;
