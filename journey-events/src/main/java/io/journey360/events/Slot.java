package io.journey360.events;

import java.time.Instant;

/** When a booked service is to take place: from start (inclusive) to end (exclusive). */
public record Slot(Instant start, Instant end) {

    public Slot {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("A slot ends after it starts");
        }
    }
}
