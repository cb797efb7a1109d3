package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Says what the linking rule found: the anonymous identity belonged to the customer and was seen with another. The stream is
 * named after the anonymous identity, so whoever finds it first says it and nobody says it twice.
 *
 * @param position log position of the event that conflicted
 * @param recordedAt when the log learnt that event
 */
public record RecordConflict(
        IdentityKey anonymous, IdentityKey customer, IdentityKey other, long position, Instant recordedAt) {

    @TargetAggregateIdentifier
    ConflictId conflict() {
        return ProfileNames.conflictOf(anonymous);
    }
}
