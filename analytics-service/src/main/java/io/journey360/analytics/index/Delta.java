package io.journey360.analytics.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Rows that came after the base was built, in the order they came, chained per identity. Rows are only ever appended, so a
 * reader that knows how many were there when it started sees just those, while more are being written behind them.
 */
final class Delta {

    private static final int INITIAL_ROWS = 32;
    private static final VarHandle HEAD = MethodHandles.arrayElementVarHandle(int[].class);

    private final Keys keys = new Keys(INITIAL_ROWS);
    private Columns rows;
    private int size;

    /** Per row, the row before it of the same identity; -1 at the first. */
    private volatile int[] previous = new int[INITIAL_ROWS];

    /** Per identity, its last row. */
    private volatile int[] heads = new int[INITIAL_ROWS];

    /** Per identity, where the base has it; -1 when only the delta does. */
    private int[] baseIndexes = new int[INITIAL_ROWS];

    Delta(boolean withAttributes) {
        rows = new Columns(INITIAL_ROWS, withAttributes);
    }

    int size() {
        return size;
    }

    Columns rows() {
        return rows;
    }

    int identities() {
        return keys.size();
    }

    int[] baseIndexes() {
        return baseIndexes;
    }

    long high(int identity) {
        return keys.high(identity);
    }

    long low(int identity) {
        return keys.low(identity);
    }

    /** @return -1 when it has no rows here; a number at or above what the reader's view counts means none for it */
    int find(long high, long low) {
        return keys.find(high, low);
    }

    /** Room for one more row: its number. Its columns are to be filled before {@link #append}. */
    int next() {
        if (size == rows.capacity()) {
            rows = rows.resized(size * 2);
            previous = Arrays.copyOf(previous, size * 2);
        }
        return size;
    }

    /** @param baseIndex where the base has the identity, -1 if it does not; asked only the first time */
    void append(int identity, boolean known, int baseIndex) {
        int row = size++;
        if (identity == heads.length) {
            heads = Arrays.copyOf(heads, identity * 2);
            baseIndexes = Arrays.copyOf(baseIndexes, identity * 2);
        }
        if (known) {
            previous[row] = heads[identity];
        } else {
            previous[row] = -1;
            baseIndexes[identity] = baseIndex;
        }
        HEAD.setRelease(heads, identity, row);
    }

    int number(long high, long low) {
        return keys.add(high, low);
    }

    /** The identity's last row below a number of rows; -1 for none. */
    int last(int identity, int below) {
        int row = (int) HEAD.getAcquire(heads, identity);
        while (row >= below) {
            row = previous[row];
        }
        return row;
    }

    int before(int row) {
        return previous[row];
    }

    long bytes() {
        return rows.bytes() + 4L * previous.length + identityBytes();
    }

    long identityBytes() {
        return keys.bytes() + 8L * heads.length;
    }
}
