package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** A journey map is no longer in use. Its versions stay. */
@Revision("1")
public record JourneyMapRetired(JourneyMapId map, Instant occurredAt) implements JourneyMapEvent {}
