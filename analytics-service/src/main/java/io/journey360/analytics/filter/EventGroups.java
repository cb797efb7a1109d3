package io.journey360.analytics.filter;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Snapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a property has in a snapshot, numbered, and which of them each event has: found out beforehand for every kind
 * of event or every row of attributes, as {@link EventMasks} are.
 */
public final class EventGroups {

    private static final int LONGEST_PLAIN = 20;

    private final List<@Nullable Object> values = new ArrayList<>();
    private final int[] ofCode;
    private final boolean byAttributes;

    private EventGroups(boolean byAttributes, int codes) {
        this.byAttributes = byAttributes;
        this.ofCode = new int[codes];
    }

    public static EventGroups of(Snapshot snapshot, Property property) {
        return switch (property) {
            case Dimension dimension -> {
                var kinds = snapshot.kinds();
                var groups = new EventGroups(false, kinds.size());
                var numbers = new HashMap<@Nullable Object, Integer>();
                for (int code = 0; code < groups.ofCode.length; code++) {
                    groups.put(code, dimension.of(kinds.value(code)), numbers);
                }
                yield groups;
            }
            case Attribute attribute -> {
                int at = snapshot.attributeNames().indexOf(attribute.name());
                if (at < 0) {
                    throw new IllegalArgumentException(attribute.name() + " is not indexed");
                }
                var rows = snapshot.attributes();
                var groups = new EventGroups(true, rows.size());
                var numbers = new HashMap<@Nullable Object, Integer>();
                for (int code = 0; code < groups.ofCode.length; code++) {
                    groups.put(code, Condition.comparable(rows.value(code).get(at)), numbers);
                }
                yield groups;
            }
        };
    }

    private void put(int code, @Nullable Object value, HashMap<@Nullable Object, Integer> numbers) {
        var number = numbers.get(value);
        if (number == null) {
            number = values.size();
            numbers.put(value, number);
            values.add(value);
        }
        ofCode[code] = number;
    }

    /** The number of the event's value, from 0. */
    public int of(Columns rows, int row) {
        if (!byAttributes) {
            return ofCode[rows.kinds()[row]];
        }
        var attributes = rows.attributes();
        return ofCode[attributes == null ? 0 : attributes[row]];
    }

    /** How many values there are, the absent one included. */
    public int size() {
        return values.size();
    }

    /** A string, a boolean or a {@link BigDecimal}; null where the event does not have the property. */
    public @Nullable Object value(int group) {
        return values.get(group) instanceof BigDecimal number && number.scale() < 0 && number.scale() > -LONGEST_PLAIN
                ? number.setScale(0) // 10, not 1E+1
                : values.get(group);
    }

    /** By value: strings, then numbers, then false and true, then absent. */
    public Comparator<Integer> order() {
        return (a, b) -> {
            var left = values.get(a);
            var right = values.get(b);
            int byType = Integer.compare(rank(left), rank(right));
            if (byType != 0 || left == null || right == null) {
                return byType;
            }
            return left instanceof BigDecimal number
                    ? number.compareTo((BigDecimal) right)
                    : left.toString().compareTo(right.toString());
        };
    }

    private static int rank(@Nullable Object value) {
        return switch (value) {
            case String text -> 0;
            case BigDecimal number -> 1;
            case Object other -> 2;
            case null -> 3;
        };
    }
}
