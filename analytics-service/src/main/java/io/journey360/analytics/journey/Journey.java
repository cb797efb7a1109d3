package io.journey360.analytics.journey;

import io.journey360.events.JourneyEventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One journey of a person.
 *
 * @param stage the furthest of the five core events it has reached; null when it has reached none
 * @param outcomes {@code cancelled} and {@code no-show}, where they happened
 * @param open whether a further event, were it to happen now, would belong to it
 */
record Journey(
        Instant started,
        Instant lastEvent,
        @Nullable JourneyEventType stage,
        List<JourneyEventType> outcomes,
        int events,
        boolean open) {}
