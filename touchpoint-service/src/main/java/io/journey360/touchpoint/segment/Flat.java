package io.journey360.touchpoint.segment;

import io.journey360.touchpoint.collector.EventDraft;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Properties of any shape as flat attributes: members of an object are named {@code outer.inner}, lists are left out. */
final class Flat {

    private static final int DEEPEST = 5;

    /** A URL, or a path with a query. What follows the question mark is often about a person. */
    private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*|/.*[?#].*|\\?.*", Pattern.DOTALL);

    private Flat() {}

    /**
     * @param except names of the outermost members to pass by
     * @param leftOut takes the names of members that have no flat form
     */
    static void into(EventDraft draft, @Nullable JsonNode properties, Set<String> except, List<String> leftOut) {
        if (properties != null && properties.isObject()) {
            members(draft, "", properties, except, leftOut, 1);
        }
    }

    private static void members(
            EventDraft draft, String prefix, JsonNode object, Set<String> except, List<String> leftOut, int depth) {
        for (var member : object.properties()) {
            if (depth == 1 && except.contains(member.getKey())) {
                continue;
            }
            var name = prefix + member.getKey();
            var value = member.getValue();
            if (value.isObject() && depth < DEEPEST) {
                members(draft, name + ".", value, except, leftOut, depth + 1);
            } else if (!value.isNull()) {
                var scalar = scalar(value);
                if (scalar == null) {
                    leftOut.add(name);
                } else {
                    add(draft, name, scalar);
                }
            }
        }
    }

    /** The first of a name stays. */
    static void add(EventDraft draft, String name, Object value) {
        if (!draft.hasAttribute(name)) {
            draft.attribute(name, value);
        }
    }

    /** Null for what an attribute cannot hold, a query string among it. */
    static @Nullable Object scalar(JsonNode value) {
        if (value.isString()) {
            return withoutQuery(value.asString());
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? value.asLong() : null;
        }
        if (value.isNumber()) {
            double number = value.asDouble();
            return Double.isFinite(number) ? number : null;
        }
        return null;
    }

    private static @Nullable String withoutQuery(String text) {
        if (!URL.matcher(text).matches()) {
            return text;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '?' || text.charAt(i) == '#') {
                return i == 0 ? null : text.substring(0, i);
            }
        }
        return text;
    }
}
