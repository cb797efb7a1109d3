/** Who may call: the guard on loopback, API keys and sessions elsewhere. */
@NullMarked
package io.journey360.gateway.access;

import org.jspecify.annotations.NullMarked;
