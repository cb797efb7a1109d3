package io.journey360.architecture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which package of a context may construct which events. An event type is named as in {@code io.journey360.events}; the
 * name of a sealed branch ({@code ProfileEvent}) stands for all events in it.
 */
public final class EventOrigins {

    static final String EVENTS = "io.journey360.events";

    private final Map<String, String> packageByType;

    private EventOrigins(Map<String, String> packageByType) {
        this.packageByType = packageByType;
    }

    /** For a context that only reads events. */
    public static EventOrigins none() {
        return new EventOrigins(Map.of());
    }

    /** @param packagePattern in ArchUnit's notation, {@code io.journey360.booking.domain..} for instance */
    public EventOrigins in(String packagePattern, String... eventTypes) {
        var extended = new LinkedHashMap<>(packageByType);
        for (var type : eventTypes) {
            // One type may have several homes: Reviewed comes from the collector and from the reviews.
            extended.merge(EVENTS + "." + type, packagePattern, (known, added) -> known + "," + added);
        }
        return new EventOrigins(extended);
    }

    Map<String, String[]> packagesByType() {
        var result = new LinkedHashMap<String, String[]>();
        packageByType.forEach((type, packages) -> result.put(type, packages.split(",")));
        return result;
    }
}
