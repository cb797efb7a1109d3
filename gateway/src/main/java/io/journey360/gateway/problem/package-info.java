/** Errors of the gateway's own, told as problem documents (RFC 9457). */
@NullMarked
package io.journey360.gateway.problem;

import org.jspecify.annotations.NullMarked;
