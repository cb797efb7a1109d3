package io.journey360.events;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A booking was given up before it was served. */
@Revision("1")
public record Cancelled(Moment moment, @Nullable Slot slot) implements JourneyEvent {}
