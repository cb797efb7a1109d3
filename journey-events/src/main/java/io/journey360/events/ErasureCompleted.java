package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** Every service has carried the erasure out.
 *
 * @param signature of the receipt, under a key derived from the tenant secret
 */
@Revision("1")
public record ErasureCompleted(ErasureId erasure, String signature, Instant occurredAt) implements ErasureEvent {}
