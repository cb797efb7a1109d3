package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names an opened profile. Begins with {@code profile-}. */
public record ProfileId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProfileId {}

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
