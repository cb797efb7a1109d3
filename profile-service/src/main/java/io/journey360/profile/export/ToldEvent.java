package io.journey360.profile.export;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An event as the log holds it, its sealed texts opened.
 *
 * @param id the identifier it has in the log
 * @param payload with the opened texts where the sealed ones stood, and null where one cannot be opened
 * @param opened JSON pointers into the payload
 * @param unreadable those whose key is gone
 */
record ToldEvent(
        long position,
        Instant recordedAt,
        String id,
        String event,
        JsonNode payload,
        List<String> opened,
        List<String> unreadable) {}
