package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** Nobody is this persona any more, in any version. It may be defined again; its versions count on. */
@Revision("1")
public record PersonaRetired(PersonaId persona, Instant occurredAt) implements PersonaEvent {}
