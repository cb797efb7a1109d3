package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The kinds of journey event, declared in stage order: events of one customer at the same instant are taken in this
 * order.
 */
public enum JourneyEventType {
    DISCOVERED,
    INTERACTED,
    BOOKED,
    RESCHEDULED,
    CANCELLED,
    CHECKED_IN,
    CALLED,
    SERVED,
    NO_SHOW,
    REVIEWED;

    private static final Map<String, JourneyEventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(t -> t.wireName, Function.identity()));

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** {@code checked-in}, as in requests and answers; the CloudEvents type is this behind {@code journey.}. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    public static Optional<JourneyEventType> ofWireName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    @JsonCreator
    static JourneyEventType parse(String name) {
        return ofWireName(name).orElseThrow(() -> new IllegalArgumentException("No event type " + name));
    }
}
