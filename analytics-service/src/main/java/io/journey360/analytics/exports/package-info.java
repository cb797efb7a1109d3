/** Events, and the rows figures are made of, as files to take away. */
@NullMarked
package io.journey360.analytics.exports;

import org.jspecify.annotations.NullMarked;
