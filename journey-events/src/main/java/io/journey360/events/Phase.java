package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where in a service a touchpoint lies: before, during or after it. */
public enum Phase {
    BEFORE,
    DURING,
    AFTER;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Phase parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
