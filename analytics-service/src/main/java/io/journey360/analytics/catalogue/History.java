package io.journey360.analytics.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What was declared under each name since which log position, the latest first. One thread writes; a reader passes over what is
 * newer than its position.
 */
public final class History<T> {

    /** @param value null when it was retired */
    private record Entry<T>(
            long since, @Nullable T value, @Nullable Entry<T> earlier) {}

    private final NavigableMap<String, Entry<T>> latest = new ConcurrentSkipListMap<>();

    /** Repeated, or told about a past that is known already, it changes nothing. */
    public void put(String name, @Nullable T value, long position) {
        var known = latest.get(name);
        if (known == null || known.since < position) {
            latest.put(name, new Entry<>(position, value, known));
        }
    }

    /** What held at the position; null when nothing did. */
    public @Nullable T at(String name, long position) {
        return valueAt(latest.get(name), position);
    }

    /** What held at the position, by name. */
    public List<T> allAt(long position) {
        var all = new ArrayList<T>();
        for (var entry : latest.values()) {
            var value = valueAt(entry, position);
            if (value != null) {
                all.add(value);
            }
        }
        return all;
    }

    /** Everything that was ever declared under the name by the position, the latest first. */
    List<T> everAt(String name, long position) {
        var all = new ArrayList<T>();
        for (var entry = latest.get(name); entry != null; entry = entry.earlier) {
            if (entry.since <= position && entry.value != null) {
                all.add(entry.value);
            }
        }
        return all;
    }

    private static <T> @Nullable T valueAt(@Nullable Entry<T> newest, long position) {
        var entry = newest;
        while (entry != null && entry.since > position) {
            entry = entry.earlier;
        }
        return entry == null ? null : entry.value;
    }
}
