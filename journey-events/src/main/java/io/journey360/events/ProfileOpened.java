package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** A profile was opened for an identity. */
@Revision("1")
public record ProfileOpened(ProfileId profile, IdentityKey identity, IdentityKind kind, Instant occurredAt)
        implements ProfileEvent {}
