package io.journey360.profile.personas;

import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a type a condition is about. All tests must pass.
 *
 * @param attributes by the attribute's name
 */
record EventTest(Map<Property, ValueTest> properties, Map<String, ValueTest> attributes) {

    static final EventTest EVERY = new EventTest(Map.of(), Map.of());

    enum Property {
        ACTION,
        TOUCHPOINT,
        CHANNEL,
        SERVICE,
        LOCATION,
        SOURCE;

        static Optional<Property> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(property -> property.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }

        private @Nullable String of(JourneyEvent event) {
            return switch (this) {
                case ACTION -> event instanceof Interacted interacted ? interacted.action() : null;
                case TOUCHPOINT -> event.moment().touchpoint();
                case CHANNEL -> event.moment().channel();
                case SERVICE -> event.moment().service();
                case LOCATION -> event.moment().location();
                case SOURCE -> event.moment().source();
            };
        }
    }

    EventTest {
        properties = Map.copyOf(properties);
        attributes = Map.copyOf(attributes);
    }

    boolean test(JourneyEvent event) {
        for (var property : properties.entrySet()) {
            if (!property.getValue().test(property.getKey().of(event))) {
                return false;
            }
        }
        for (var attribute : attributes.entrySet()) {
            var value = event.moment().attributes().get(attribute.getKey());
            if (!attribute.getValue().test(value instanceof Number number ? ValueTest.comparable(number) : value)) {
                return false;
            }
        }
        return true;
    }
}
