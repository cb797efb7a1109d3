/** What people allowed us to tell about them. */
@NullMarked
package io.journey360.analytics.consents;

import org.jspecify.annotations.NullMarked;
