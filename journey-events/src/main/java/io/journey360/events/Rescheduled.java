package io.journey360.events;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A booking moved to another slot. */
@Revision("1")
public record Rescheduled(Moment moment, @Nullable Slot slot) implements JourneyEvent {}
