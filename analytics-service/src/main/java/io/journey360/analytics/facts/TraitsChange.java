package io.journey360.analytics.facts;

import io.journey360.events.TraitsChanged;
import java.time.Instant;

/** Personal data that was told of somebody, sealed, and since which log position we know. */
public record TraitsChange(TraitsChanged event, long position, Instant recordedAt) {}
