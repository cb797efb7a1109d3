package io.journey360.analytics.facts;

import io.journey360.events.Retracted;
import io.journey360.platform.log.EventKeys;
import java.time.Instant;

/** An event was taken back, and since which log position we know. */
public record Retraction(Retracted event, long position, Instant recordedAt) {

    /** Key of the event taken back. */
    public String retractedKey() {
        return EventKeys.key(event.source(), event.retractedId());
    }
}
