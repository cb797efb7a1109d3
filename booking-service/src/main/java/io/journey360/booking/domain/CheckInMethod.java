package io.journey360.booking.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a customer announces their arrival. */
public enum CheckInMethod {
    LINK,
    DESK,
    KIOSK;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static CheckInMethod parse(String name) {
        for (var method : values()) {
            if (method.wireName().equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("must be link, desk or kiosk");
    }
}
