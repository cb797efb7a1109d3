package io.journey360.events;

import org.axonframework.serialization.Revision;

/** A customer did something at a touchpoint that is none of the other events.
 *
 * @param action what was done, {@code added-to-cart} for instance
 */
@Revision("1")
public record Interacted(Moment moment, String action) implements JourneyEvent {}
