package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;

/** Two known customers were said to be one person. Undone by {@link MergeUndone}; a pair may be merged again after. */
@Revision("1")
public record CustomersMerged(MergeId merge, IdentityKey first, IdentityKey second, Instant occurredAt)
        implements ProfileEvent {}
