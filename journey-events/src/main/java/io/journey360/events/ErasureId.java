package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names an erasure and its receipt. Begins with {@code erasure-}. */
public record ErasureId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ErasureId {}

    @Override
    public String toString() {
        return value;
    }
}
