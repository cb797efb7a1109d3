package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** A merge was taken back; nothing else changes. */
@Revision("1")
public record MergeUndone(MergeId merge, IdentityKey first, IdentityKey second, Instant occurredAt)
        implements ProfileEvent {}
