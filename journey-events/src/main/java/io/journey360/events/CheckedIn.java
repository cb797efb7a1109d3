package io.journey360.events;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** The customer announced their arrival.
 *
 * @param method {@code link}, {@code desk}, {@code kiosk} or another system's own word
 */
@Revision("1")
public record CheckedIn(
        Moment moment, @Nullable Slot slot, @Nullable String method) implements JourneyEvent {}
