/** The document store: a real MongoDB by address, or an in-memory server that speaks its protocol. */
@NullMarked
package io.journey360.platform.documents;

import org.jspecify.annotations.NullMarked;
