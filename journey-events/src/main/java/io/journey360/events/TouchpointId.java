package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a declared touchpoint. Begins with {@code touchpoint-}, behind which stands the name that events use. */
public record TouchpointId(@JsonValue String value) {

    private static final String PREFIX = "touchpoint-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TouchpointId {}

    public static TouchpointId named(String name) {
        return new TouchpointId(PREFIX + name);
    }

    public String name() {
        return value.startsWith(PREFIX) ? value.substring(PREFIX.length()) : value;
    }

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
