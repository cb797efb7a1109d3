package io.journey360.analytics.durations;

import java.util.Arrays;

/** Durations in milliseconds as they were found. For one thread at a time. */
public final class Durations {

    private static final int INITIAL = 16;

    /** Longer arrays are not grown but followed by others: copies of very long ones are what a collector has most trouble with. */
    private static final int CHUNK = 1 << 13;

    private long[][] full = {};
    private int chunks;
    private long[] values = new long[INITIAL];
    private int filled;

    public void add(long millis) {
        if (filled == values.length) {
            grow();
        }
        values[filled++] = millis;
    }

    private void grow() {
        if (filled < CHUNK) {
            values = Arrays.copyOf(values, filled * 2);
            return;
        }
        if (chunks == full.length) {
            full = Arrays.copyOf(full, Math.max(8, chunks * 2));
        }
        full[chunks++] = values;
        values = new long[CHUNK];
        filled = 0;
    }

    public int size() {
        return chunks * CHUNK + filled;
    }

    /** Takes values, the first so many of an array. */
    @FunctionalInterface
    interface Part {
        void values(long[] values, int count);
    }

    void each(Part part) {
        for (int chunk = 0; chunk < chunks; chunk++) {
            part.values(full[chunk], CHUNK);
        }
        part.values(values, filled);
    }

    /** @param counts by number of the histogram's bucket */
    void countInto(long[] counts) {
        each((array, count) -> {
            for (int i = 0; i < count; i++) {
                counts[Histogram.bucketOf(array[i])]++;
            }
        });
    }

    public void copyTo(long[] target, int at) {
        int[] next = {at};
        each((array, count) -> {
            System.arraycopy(array, 0, target, next[0], count);
            next[0] += count;
        });
    }
}
