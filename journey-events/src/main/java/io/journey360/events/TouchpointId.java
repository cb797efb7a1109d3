package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a declared touchpoint. Begins with {@code touchpoint-}. */
public record TouchpointId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TouchpointId {}

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
