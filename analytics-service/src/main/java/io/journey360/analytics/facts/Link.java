package io.journey360.analytics.facts;

import io.journey360.events.IdentityKey;
import java.time.Instant;

/** An event that is not kept any more linked the two, at this log position: people stay who they were. */
public record Link(IdentityKey customer, IdentityKey anonymous, long position, Instant recordedAt) {}
