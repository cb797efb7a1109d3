package io.journey360.analytics.asof;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an answer knew: every event at or below the position, none above.
 *
 * @param time the latest {@code recordedAt} at or below the position; null before the first event
 */
public record AsOf(long position, @Nullable Instant time) {}
