package io.journey360.analytics.index;

import io.journey360.events.JourneyEventType;
import org.jspecify.annotations.Nullable;

/**
 * Everything about an event that few distinct values describe. An event keeps one code for all of it, because real logs have
 * thousands of combinations for millions of events: a filter is answered once per kind, not once per event.
 */
public record Kind(
        JourneyEventType type,
        @Nullable String action,
        @Nullable String touchpoint,
        @Nullable String channel,
        @Nullable String service,
        @Nullable String location,
        String source) {}
