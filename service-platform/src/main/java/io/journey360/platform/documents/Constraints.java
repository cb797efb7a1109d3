package io.journey360.platform.documents;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query demands of single fields: the conjunctions an index can use. The rest of the query is ignored here. */
final class Constraints {

    /** A bound of null is open. */
    record Range(
            @Nullable Object low,
            boolean lowInclusive,
            @Nullable Object high,
            boolean highInclusive) {}

    private record Condition(String field, @Nullable Object value) {}

    private final List<Condition> conditions = new ArrayList<>();

    Constraints(Document query) {
        collect(query);
    }

    private void collect(Document query) {
        query.forEach((field, value) -> {
            if (field.equals("$and") && value instanceof Collection<?> parts) {
                parts.forEach(part -> {
                    if (part instanceof Document conjunct) {
                        collect(conjunct);
                    }
                });
            } else if (!field.startsWith("$")) {
                conditions.add(new Condition(field, value));
            }
        });
    }

    /** The only values the field can have, or null when it is not held to a list of values. */
    @Nullable Collection<@Nullable Object> points(String field) {
        for (var condition : conditions) {
            if (!condition.field().equals(field)) {
                continue;
            }
            var operators = operators(condition.value());
            if (operators != null) {
                if (operators.containsKey("$eq") && isScalar(operators.get("$eq"))) {
                    return Arrays.asList(operators.get("$eq"));
                }
                if (operators.get("$in") instanceof Collection<?> values
                        && values.stream().allMatch(Constraints::isScalar)) {
                    return new ArrayList<>(values);
                }
            } else if (isScalar(condition.value())) {
                return Arrays.asList(condition.value());
            }
        }
        return null;
    }

    /** The first bounds found on each side, or null when there are none. */
    @Nullable Range range(String field) {
        Object low = null;
        Object high = null;
        boolean lowInclusive = false;
        boolean highInclusive = false;
        for (var condition : conditions) {
            var operators = operators(condition.value());
            if (!condition.field().equals(field) || operators == null) {
                continue;
            }
            for (var operator : operators.entrySet()) {
                var bound = operator.getValue();
                if (bound == null || !isScalar(bound)) {
                    continue;
                }
                switch (operator.getKey()) {
                    case "$gt", "$gte" -> {
                        if (low == null) {
                            low = bound;
                            lowInclusive = operator.getKey().equals("$gte");
                        }
                    }
                    case "$lt", "$lte" -> {
                        if (high == null) {
                            high = bound;
                            highInclusive = operator.getKey().equals("$lte");
                        }
                    }
                    default -> {} // other operators do not narrow; the documents are matched against them
                }
            }
        }
        return low == null && high == null ? null : new Range(low, lowInclusive, high, highInclusive);
    }

    private static @Nullable Document operators(@Nullable Object value) {
        return value instanceof Document document && document.keySet().stream().anyMatch(key -> key.startsWith("$"))
                ? document
                : null;
    }

    private static boolean isScalar(@Nullable Object value) {
        return !(value instanceof Document)
                && !(value instanceof Collection)
                && !BsonRegularExpression.isRegularExpression(value);
    }
}
