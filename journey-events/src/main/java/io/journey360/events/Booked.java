package io.journey360.events;

import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A customer committed to a service.
 *
 * @param contact how to reach them about it, sealed under the event's identity, the booking's id and {@code contact}
 */
@Revision("1")
public record Booked(
        Moment moment, @Nullable Slot slot, @Nullable Sealed contact) implements JourneyEvent {

    public Booked(Moment moment, @Nullable Slot slot) {
        this(moment, slot, null);
    }
}
