/** The one address in front of every service: routing, resilience, limits, access, documentation and the dashboard. */
@NullMarked
package io.journey360.gateway;

import org.jspecify.annotations.NullMarked;
