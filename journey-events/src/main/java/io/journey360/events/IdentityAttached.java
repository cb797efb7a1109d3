package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** An anonymous identity was explicitly linked to a known customer: the same link an event carrying both would make. */
@Revision("1")
public record IdentityAttached(ProfileId profile, IdentityKey customer, IdentityKey anonymous, Instant occurredAt)
        implements ProfileEvent {}
