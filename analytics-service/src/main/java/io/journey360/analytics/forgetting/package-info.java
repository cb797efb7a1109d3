/** What may no longer be told of, because somebody was erased or its time is over. */
@NullMarked
package io.journey360.analytics.forgetting;

import org.jspecify.annotations.NullMarked;
