package io.journey360.analytics.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Codes for values, given out from 0 and never taken back. One thread adds; readers may decode any code they were handed by
 * a snapshot.
 */
public final class Dictionary<T> {

    /** Map node with its boxed code, table slot and value slot; the value's own bytes come on top. */
    private static final int ENTRY_BYTES = 72;

    private final Map<T, Integer> codes = new HashMap<>();
    private final ToIntFunction<T> bytesOf;
    private volatile Object[] values = new Object[16];
    private volatile int size;
    private volatile long bytes;

    Dictionary(ToIntFunction<T> bytesOf) {
        this.bytesOf = bytesOf;
    }

    int code(T value) {
        var known = codes.get(value);
        return known == null ? add(value) : known;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private int add(T value) {
        int code = size;
        if (code == values.length) {
            values = Arrays.copyOf(values, code * 2);
        }
        values[code] = value;
        codes.put(value, code);
        bytes += ENTRY_BYTES + bytesOf.applyAsInt(value);
        size = code + 1;
        return code;
    }

    @SuppressWarnings("unchecked") // only add() writes
    public T value(int code) {
        return (T) values[code];
    }

    public int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }
}
