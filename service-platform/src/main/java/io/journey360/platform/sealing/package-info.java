/** Personal text under a key per identity, and the destruction of those keys. */
@NullMarked
package io.journey360.platform.sealing;

import org.jspecify.annotations.NullMarked;
