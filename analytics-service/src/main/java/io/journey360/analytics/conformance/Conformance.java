package io.journey360.analytics.conformance;

import com.fasterxml.jackson.annotation.JsonValue;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.People;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A question about conformance.
 *
 * @param map its name
 * @param version null for the latest
 * @param by what fitness is measured for
 * @param filter selects the events journeys are made of
 * @param from journeys that begin at or after it, in milliseconds since 1970
 * @param to and before it
 * @param silence after which a journey has ended
 */
record Conformance(
        String map,
        @Nullable Long version,
        Unit by,
        EventFilter filter,
        People people,
        long from,
        long to,
        Duration silence) {

    enum Unit {
        JOURNEY,
        /** All journeys of a person together. */
        CUSTOMER;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
