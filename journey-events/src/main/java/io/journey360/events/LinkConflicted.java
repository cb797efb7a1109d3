package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** An anonymous identity was seen with a second known customer, so it belongs to nobody from then on: a shared device. Follows from the events before it by the linking rule; recorded so that people can be told.
 *
 * @param customer the customer it was linked to until then
 * @param other the second customer it was seen with
 * @param conflictPosition log position of the event that conflicted
 */
@Revision("1")
public record LinkConflicted(
        IdentityKey anonymous, IdentityKey customer, IdentityKey other, long conflictPosition, Instant occurredAt)
        implements ProfileEvent {}
