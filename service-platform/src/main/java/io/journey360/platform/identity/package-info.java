/** Pseudonyms of identities. */
@NullMarked
package io.journey360.platform.identity;

import org.jspecify.annotations.NullMarked;
