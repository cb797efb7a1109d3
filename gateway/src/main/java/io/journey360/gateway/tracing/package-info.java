/** Names that follow one request through every log. */
@NullMarked
package io.journey360.gateway.tracing;

import org.jspecify.annotations.NullMarked;
