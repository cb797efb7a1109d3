package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a retention rule. Begins with {@code retention-}, behind which stands the name it was given. */
public record RetentionId(@JsonValue String value) {

    private static final String PREFIX = "retention-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RetentionId {}

    public static RetentionId named(String name) {
        return new RetentionId(PREFIX + name);
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
