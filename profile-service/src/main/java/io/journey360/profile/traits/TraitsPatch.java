package io.journey360.profile.traits;

import io.journey360.platform.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON merge patch (RFC 7396) of a person's traits: what is named takes the new value, null takes it away, the rest stays. A value
 * is a string, a number, true, false or an object of those.
 */
public final class TraitsPatch {

    private static final int MAX_TRAITS = 50;
    private static final int MAX_BYTES = 8 << 10;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");

    private final ObjectNode patch;
    private final String pointer;

    private TraitsPatch(ObjectNode patch, String pointer) {
        this.patch = patch;
        this.pointer = pointer;
    }

    /**
     * Only its form is checked.
     *
     * @param pointer where it stands in the request
     * @throws Problem 400 with everything that is wrong
     */
    public static TraitsPatch of(@Nullable JsonNode patch, String pointer) {
        if (patch == null || patch.isNull() && !pointer.isEmpty()) {
            return new TraitsPatch(JsonNodeFactory.instance.objectNode(), pointer);
        }
        if (!(patch instanceof ObjectNode object)) {
            throw Problem.invalid(pointer, "must be an object of traits by name");
        }
        var problem = Problem.of(400, "invalid-request", "The request is not valid");
        object.forEachEntry((name, value) -> {
            var at = pointer + "/" + escaped(name);
            checkName(name, at, problem);
            if (value.isObject()) {
                value.forEachEntry((member, inner) -> {
                    checkName(member, at + "/" + escaped(member), problem);
                    checkScalar(inner, at + "/" + escaped(member), "a string, a number, true or false", problem);
                });
            } else {
                checkScalar(value, at, "a string, a number, true, false or an object of those", problem);
            }
        });
        if (!problem.errors().isEmpty()) {
            throw problem;
        }
        return new TraitsPatch(object, pointer);
    }

    private static void checkName(String name, String pointer, Problem problem) {
        if (!NAME.matcher(name).matches()) {
            problem.at(pointer, "a name has 1 to 64 of letters, digits and _ . -");
        }
    }

    private static void checkScalar(JsonNode value, String pointer, String form, Problem problem) {
        if (value.isArray() || value.isObject()) {
            problem.at(pointer, "must be " + form);
        } else if (value.isString() && !isText(value.asString())) {
            problem.at(pointer, "must be text: a surrogate stands alone");
        }
    }

    private static boolean isText(String value) {
        return value.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    boolean isEmpty() {
        return patch.isEmpty();
    }

    /**
     * What changes.
     *
     * @param changed the new value of each
     */
    record Changes(SortedMap<String, JsonNode> changed, List<String> removed) {

        boolean isEmpty() {
            return changed.isEmpty() && removed.isEmpty();
        }
    }

    /** @throws Problem 400 when there would be too many traits, or too large ones */
    Changes appliedTo(Map<String, JsonNode> current) {
        var changed = new TreeMap<String, JsonNode>();
        var removed = new ArrayList<String>();
        var after = new TreeMap<>(current);
        patch.forEachEntry((name, value) -> {
            var before = current.get(name);
            if (value.isNull()) {
                if (after.remove(name) != null) {
                    removed.add(name);
                }
                return;
            }
            var merged = value instanceof ObjectNode members ? merged(before, members) : value;
            after.put(name, merged);
            if (before == null || !before.toString().equals(merged.toString())) {
                changed.put(name, merged);
            }
        });
        checkSize(after);
        return new Changes(changed, List.copyOf(removed));
    }

    private static JsonNode merged(@Nullable JsonNode before, ObjectNode members) {
        var merged = before instanceof ObjectNode known ? known.deepCopy() : JsonNodeFactory.instance.objectNode();
        members.forEachEntry((name, value) -> {
            if (value.isNull()) {
                merged.remove(name);
            } else {
                merged.set(name, value);
            }
        });
        return merged;
    }

    private void checkSize(Map<String, JsonNode> traits) {
        if (traits.size() > MAX_TRAITS) {
            throw Problem.invalid(pointer, "would make %d traits; %d are kept".formatted(traits.size(), MAX_TRAITS));
        }
        int bytes = 0;
        for (var trait : traits.entrySet()) {
            bytes += trait.getKey().length() + trait.getValue().toString().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_BYTES) {
            throw Problem.invalid(pointer, "would make %,d bytes of traits; %,d are kept".formatted(bytes, MAX_BYTES));
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Personal data belongs in no log line. */
    @Override
    public String toString() {
        return "TraitsPatch[hidden]";
    }
}
