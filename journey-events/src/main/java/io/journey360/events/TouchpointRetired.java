package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** A touchpoint is no longer in use. Its events stay. */
@Revision("1")
public record TouchpointRetired(TouchpointId touchpoint, Instant occurredAt) implements TouchpointEvent {}
