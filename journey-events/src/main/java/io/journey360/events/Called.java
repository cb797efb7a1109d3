package io.journey360.events;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** The customer was called from the queue. */
@Revision("1")
public record Called(Moment moment, @Nullable Slot slot) implements JourneyEvent {}
