/** Which events and which people an analysis looks at, and how that is answered for millions of events. */
@NullMarked
package io.journey360.analytics.filter;

import org.jspecify.annotations.NullMarked;
