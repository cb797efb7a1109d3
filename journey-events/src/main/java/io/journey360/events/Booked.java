package io.journey360.events;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A customer committed to a service. */
@Revision("1")
public record Booked(Moment moment, @Nullable Slot slot) implements JourneyEvent {}
