package io.journey360.touchpoint.segment;

import java.util.Locale;
import java.util.Optional;

/** The calls of Segment's spec. */
enum Call {
    TRACK,
    IDENTIFY,
    PAGE,
    SCREEN,
    GROUP,
    ALIAS;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Call> ofWireName(String name) {
        for (var call : values()) {
            if (call.wireName().equals(name)) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }
}
