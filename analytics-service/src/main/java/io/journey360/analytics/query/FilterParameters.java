package io.journey360.analytics.query;

import io.journey360.platform.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * A filter as query parameters, in its simple forms: a field's name with a value, several separated by commas, or repeated (any of
 * them will do). An attribute is {@code attributes.} and its name; a value that reads as a number, true or false is that too.
 */
public final class FilterParameters {

    private static final String ATTRIBUTES = "attributes.";
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}\\.[0-9]{1,18}");

    private FilterParameters() {}

    /**
     * Reads a filter.
     *
     * @param others parameters that are not the filter's
     * @throws Problem 400 for a parameter there is none of
     */
    public static FilterRequest of(MultiValueMap<String, String> parameters, Set<String> others) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        parameters.forEach((name, given) -> {
            var values = separated(given);
            if (name.startsWith(ATTRIBUTES)) {
                attributes.put(name.substring(ATTRIBUTES.length()), typed(values));
            } else if (!others.contains(name)) {
                fields.put(name, values);
            }
        });
        var filter = new FilterRequest(
                fields.remove("event"),
                fields.remove("action"),
                fields.remove("touchpoint"),
                fields.remove("channel"),
                fields.remove("service"),
                fields.remove("location"),
                fields.remove("source"),
                attributes.isEmpty() ? null : attributes,
                fields.remove("persona"),
                fields.remove("customer"));
        for (var unknown : fields.keySet()) {
            throw Problem.invalid("/" + unknown, "is no parameter of this request");
        }
        return filter;
    }

    /** The values as strings, and as what else they read as. */
    private static List<Object> typed(List<String> values) {
        var typed = new ArrayList<Object>(values);
        for (var value : values) {
            var other = other(value);
            if (other != null) {
                typed.add(other);
            }
        }
        return typed;
    }

    private static @Nullable Object other(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        if (WHOLE.matcher(value).matches()) {
            return Long.valueOf(value);
        }
        return DECIMAL.matcher(value).matches() ? Double.valueOf(value) : null;
    }

    /** The first value of a parameter. */
    public static @Nullable String first(Map<String, List<String>> parameters, String name) {
        var values = parameters.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /**
     * The first value of a parameter that is a number.
     *
     * @throws Problem 400 when it is none
     */
    public static @Nullable Integer whole(Map<String, List<String>> parameters, String name) {
        var value = first(parameters, name);
        try {
            return value == null ? null : (Integer) Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw Problem.invalid("/" + name, "must be a whole number");
        }
    }

    /** All values of a parameter, repeated or separated by commas; null when it is not there. */
    public static @Nullable List<String> all(Map<String, List<String>> parameters, String name) {
        var values = parameters.get(name);
        return values == null ? null : separated(values);
    }

    private static List<String> separated(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .toList();
    }
}
