package io.journey360.analytics.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A question that was answered, as it is kept to explain the answer.
 *
 * @param analysis which kind
 * @param position the answer was as of
 * @param time of that position; null before the first event
 * @param openUntil in milliseconds since 1970
 */
record Question(
        String analysis,
        JsonNode request,
        long position,
        @Nullable Instant time,
        long openUntil) {}
