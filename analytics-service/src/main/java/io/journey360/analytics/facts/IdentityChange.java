package io.journey360.analytics.facts;

import io.journey360.events.ProfileEvent;
import java.time.Instant;

/** Something said about who is who, and since which log position we know. */
public record IdentityChange(ProfileEvent event, long position, Instant recordedAt) {}
