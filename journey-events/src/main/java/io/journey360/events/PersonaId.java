package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a persona. Begins with {@code persona-}, behind which stands the name that filters use. */
public record PersonaId(@JsonValue String value) {

    private static final String PREFIX = "persona-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PersonaId {}

    public static PersonaId named(String name) {
        return new PersonaId(PREFIX + name);
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
