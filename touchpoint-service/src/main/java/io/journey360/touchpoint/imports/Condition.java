package io.journey360.touchpoint.imports;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a column must say for an event to be made. */
sealed interface Condition {

    boolean holds(@Nullable Object value);

    record OneOf(Set<String> texts) implements Condition {

        @Override
        public boolean holds(@Nullable Object value) {
            return value != null && texts.contains(value.toString());
        }
    }

    record Not(Condition condition) implements Condition {

        @Override
        public boolean holds(@Nullable Object value) {
            return !condition.holds(value);
        }
    }

    record Exists(boolean exists) implements Condition {

        @Override
        public boolean holds(@Nullable Object value) {
            return exists == (value != null);
        }
    }

    /** @throws IllegalArgumentException when it is no condition */
    static Condition parse(JsonNode json) {
        if (json.isObject() && json.size() == 1) {
            var not = json.get("not");
            if (not != null) {
                return new Not(parse(not));
            }
            var exists = json.get("exists");
            if (exists != null && exists.isBoolean()) {
                return new Exists(exists.asBoolean());
            }
        }
        if (json.isArray() && !json.isEmpty()) {
            return new OneOf(json.valueStream().map(Condition::text).collect(Collectors.toUnmodifiableSet()));
        }
        return new OneOf(Set.copyOf(List.of(text(json))));
    }

    private static String text(JsonNode json) {
        if (!json.isValueNode() || json.isNull()) {
            throw new IllegalArgumentException("must be a value, a list of values, {\"not\": …} or {\"exists\": …}");
        }
        return json.asString();
    }
}
