package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a journey map. Begins with {@code journey-map-}, behind which stands the name the company gave it. */
public record JourneyMapId(@JsonValue String value) {

    private static final String PREFIX = "journey-map-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JourneyMapId {}

    public static JourneyMapId named(String name) {
        return new JourneyMapId(PREFIX + name);
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
