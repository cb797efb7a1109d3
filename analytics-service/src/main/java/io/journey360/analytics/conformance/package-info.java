/** How journeys went beside how a journey map means them to go. */
@NullMarked
package io.journey360.analytics.conformance;

import org.jspecify.annotations.NullMarked;
