package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether an identity names a customer we know, or a device or cookie. */
public enum IdentityKind {
    CUSTOMER,
    ANONYMOUS;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static IdentityKind parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
