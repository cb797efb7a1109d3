package io.journey360.events;

import java.time.Instant;
import java.util.Map;
import org.axonframework.serialization.Revision;

/** A service has scrubbed what it had derived of an erased person.
 *
 * @param counts what was scrubbed, and how much of it
 */
@Revision("1")
public record ErasureCarriedOut(ErasureId erasure, String service, Map<String, Long> counts, Instant occurredAt)
        implements ErasureEvent {}
