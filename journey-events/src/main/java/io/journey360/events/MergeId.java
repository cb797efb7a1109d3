package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names the merge of two customers. Begins with {@code merge-}. */
public record MergeId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MergeId {}

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
