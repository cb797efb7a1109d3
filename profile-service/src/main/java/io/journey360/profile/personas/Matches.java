package io.journey360.profile.personas;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.LongConsumer;

/** When what a condition is about happened to one identity: by time, 16 bytes each. */
final class Matches {

    static final Matches NONE = new Matches();

    /** In milliseconds since 1970, ascending. */
    private long[] times = {};

    private long[] keys = {};
    private int size;

    /** Those of several identities in one; what is read of it must not be added to. */
    static Matches together(Collection<Matches> several) {
        var some = several.stream().filter(matches -> matches.size > 0).toList();
        if (some.size() < 2) {
            return some.isEmpty() ? NONE : some.getFirst();
        }
        var all = new Matches();
        all.size = some.stream().mapToInt(matches -> matches.size).sum();
        all.times = new long[all.size];
        int end = 0;
        for (var matches : some) {
            System.arraycopy(matches.times, 0, all.times, end, matches.size);
            end += matches.size;
        }
        Arrays.sort(all.times);
        return all;
    }

    /** @param key names the event */
    void add(long time, long key) {
        if (size == times.length) {
            int capacity = size == 0 ? 1 : size + (size >> 1) + 1;
            times = Arrays.copyOf(times, capacity);
            keys = Arrays.copyOf(keys, capacity);
        }
        int at = upTo(time);
        System.arraycopy(times, at, times, at + 1, size - at);
        System.arraycopy(keys, at, keys, at + 1, size - at);
        times[at] = time;
        keys[at] = key;
        size++;
    }

    /** Whether it was there. */
    boolean remove(long key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                size--;
                System.arraycopy(times, i + 1, times, i, size - i);
                System.arraycopy(keys, i + 1, keys, i, size - i);
                return true;
            }
        }
        return false;
    }

    /** @param dropped is told each key */
    boolean removeBefore(long time, LongConsumer dropped) {
        int first = upTo(time - 1);
        for (int i = 0; i < first; i++) {
            dropped.accept(keys[i]);
        }
        times = Arrays.copyOfRange(times, first, size);
        keys = Arrays.copyOfRange(keys, first, size);
        size -= first;
        return first > 0;
    }

    void forEachKey(LongConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(keys[i]);
        }
    }

    /** How many happened at or before the time. */
    int upTo(long time) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (times[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int size() {
        return size;
    }

    long time(int index) {
        return times[index];
    }
}
