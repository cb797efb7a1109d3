package io.journey360.analytics.paths;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Nodes by number.
 *
 * @param ofKind by kind of event, a number in names; -1 without the property
 */
record PathNodes(List<String> names, int[] ofKind) {

    /** Numbered in the order of their names, so that nothing depends on the order events came in. */
    static PathNodes of(Snapshot snapshot, Paths paths) {
        var kinds = snapshot.kinds();
        var values = new @Nullable String[kinds.size()];
        var names = new TreeSet<String>();
        for (int code = 0; code < values.length; code++) {
            var value = paths.node().of(kinds.value(code));
            values[code] = value;
            if (value != null) {
                names.add(value);
            }
        }
        var numbers = new HashMap<String, Integer>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        var ofKind = new int[values.length];
        for (int code = 0; code < values.length; code++) {
            var value = values[code];
            ofKind[code] = value == null ? -1 : Objects.requireNonNull(numbers.get(value));
        }
        return new PathNodes(List.copyOf(names), ofKind);
    }

    /** -1 for no name, and beyond all numbers for a name that no event has. */
    int number(@Nullable String name) {
        if (name == null) {
            return -1;
        }
        int number = names.indexOf(name);
        return number < 0 ? names.size() : number;
    }

    <T extends Taken> PathVisitor<T> visitor(Paths paths, EventMasks masks, T taken) {
        return new PathVisitor<>(paths, masks, ofKind, number(paths.startAt()), number(paths.endAt()), taken);
    }
}
