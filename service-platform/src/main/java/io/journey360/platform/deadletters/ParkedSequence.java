package io.journey360.platform.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Events of one sequence that wait because the first of them failed.
 *
 * @param waiting how many, the failed one counted
 */
record ParkedSequence(
        String group,
        String sequence,
        long waiting,
        @Nullable Cause cause,
        Event event,
        Instant since,
        Instant lastTried) {

    record Cause(String type, @Nullable String message) {}

    /** Which event, not what is in it. */
    record Event(String id, String type, @Nullable Long position) {}
}
