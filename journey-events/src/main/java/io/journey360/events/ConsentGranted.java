package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** A customer allowed a purpose. */
@Revision("1")
public record ConsentGranted(IdentityKey identity, String purpose, String wording, String source, Instant occurredAt)
        implements ConsentEvent {}
