package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** Everybody has been looked at: from this position on this version answers for its persona, until then the one before does.
 *
 * @param people how many persons it held for
 */
@Revision("1")
public record PersonaEvaluated(PersonaId persona, long version, long people, Instant occurredAt)
        implements PersonaEvent {}
