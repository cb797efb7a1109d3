package io.journey360.analytics.durations;

import java.util.Arrays;

/** Durations in milliseconds as they were found. For one thread at a time. */
public final class Durations {

    private static final int INITIAL = 16;

    private long[] values = new long[INITIAL];
    private int size;

    public void add(long millis) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = millis;
    }

    public int size() {
        return size;
    }

    /** @param counts by number of the histogram's bucket */
    void countInto(long[] counts) {
        for (int i = 0; i < size; i++) {
            counts[Histogram.bucketOf(values[i])]++;
        }
    }

    public void copyTo(long[] target, int at) {
        System.arraycopy(values, 0, target, at, size);
    }
}
