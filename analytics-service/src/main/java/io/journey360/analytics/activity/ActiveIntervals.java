package io.journey360.analytics.activity;

import io.journey360.analytics.query.Calendar;
import java.util.Arrays;

/** The intervals in which one unit has events, ascending, each with the row of the first. For one thread at a time. */
public final class ActiveIntervals {

    private static final int INITIAL = 16;

    private final Calendar calendar;
    private long[] numbers = new long[INITIAL];
    private int[] rows = new int[INITIAL];
    private int size;

    public ActiveIntervals(Calendar calendar) {
        this.calendar = calendar;
    }

    public void clear() {
        size = 0;
    }

    /** To be told of one event after the other, in the order of time. */
    public void add(long millis, int row) {
        long number = calendar.number(millis);
        if (size > 0 && numbers[size - 1] == number) {
            return;
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
            rows = Arrays.copyOf(rows, size * 2);
        }
        numbers[size] = number;
        rows[size] = row;
        size++;
    }

    public int size() {
        return size;
    }

    public long number(int i) {
        return numbers[i];
    }

    /** The first event in the i-th interval. */
    public int row(int i) {
        return rows[i];
    }

    /** Where a number is, or where the first after it is. */
    public int firstFrom(long number) {
        int at = Arrays.binarySearch(numbers, 0, size, number);
        return at >= 0 ? at : -at - 1;
    }
}
