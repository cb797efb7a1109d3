package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names one carrying out of a retention rule. Begins with {@code retention-run-}. */
public record RetentionRunId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RetentionRunId {}

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
