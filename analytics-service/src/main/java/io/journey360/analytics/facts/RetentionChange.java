package io.journey360.analytics.facts;

import io.journey360.events.RetentionEvent;
import java.time.Instant;

/** Something said about how long what happened is kept, and since which log position we know. */
public record RetentionChange(RetentionEvent event, long position, Instant recordedAt) {}
