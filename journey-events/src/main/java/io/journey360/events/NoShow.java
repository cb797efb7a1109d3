package io.journey360.events;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** The customer did not come. */
@Revision("1")
public record NoShow(Moment moment, @Nullable Slot slot) implements JourneyEvent {}
