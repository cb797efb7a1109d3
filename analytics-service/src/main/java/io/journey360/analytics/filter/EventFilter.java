package io.journey360.analytics.filter;

import io.journey360.analytics.index.Kind;
import io.journey360.events.JourneyEventType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects events. All conditions must hold.
 *
 * @param attributes by the name of an indexed attribute
 */
public record EventFilter(Map<Dimension, Condition> dimensions, Map<String, Condition> attributes) {

    public static final EventFilter ALL = new EventFilter(Map.of(), Map.of());

    public EventFilter {
        dimensions = Map.copyOf(dimensions);
        attributes = Map.copyOf(attributes);
    }

    /** Events of one type. */
    public static EventFilter of(JourneyEventType type) {
        return ALL.and(type);
    }

    /** These events as far as they are of one type. */
    public EventFilter and(JourneyEventType type) {
        var narrowed = new EnumMap<Dimension, Condition>(Dimension.class);
        narrowed.putAll(dimensions);
        narrowed.merge(
                Dimension.EVENT,
                new Condition.AnyOf(Set.of(type.wireName())),
                (own, named) -> own.test(type.wireName()) ? named : new Condition.AnyOf(Set.of()));
        return new EventFilter(narrowed, attributes);
    }

    /** @param values of all the event's attributes, by name */
    public boolean test(Kind kind, Map<String, ?> values) {
        return testKind(kind)
                && attributes.entrySet().stream()
                        .allMatch(condition ->
                                condition.getValue().test(Condition.comparable(values.get(condition.getKey()))));
    }

    boolean testKind(Kind kind) {
        for (var condition : dimensions.entrySet()) {
            if (!condition.getValue().test(condition.getKey().of(kind))) {
                return false;
            }
        }
        return true;
    }

    boolean testAttributes(List<String> names, List<@Nullable Object> values) {
        for (var condition : attributes.entrySet()) {
            int at = names.indexOf(condition.getKey());
            var value = at < 0 ? null : Condition.comparable(values.get(at));
            if (!condition.getValue().test(value)) {
                return false;
            }
        }
        return true;
    }
}
