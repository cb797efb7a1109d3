package io.journey360.events;

import org.axonframework.serialization.Revision;

/** A customer met us for the first time, or anew. */
@Revision("1")
public record Discovered(Moment moment) implements JourneyEvent {}
