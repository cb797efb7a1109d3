package io.journey360.analytics.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Numbers 128-bit keys from 0 in the order they come. One thread adds; readers look up without locks and find at least what
 * was published to them. They may find newer keys: the number tells.
 */
public final class Keys {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);

    private volatile long[] highs;
    private volatile long[] lows;
    private volatile int[] slots;
    private volatile int size;

    public Keys(int capacity) {
        highs = new long[capacity];
        lows = new long[capacity];
        slots = new int[tableSize(capacity)];
    }

    /** At most three quarters full when the arrays of keys are. */
    private static int tableSize(int capacity) {
        return Integer.highestOneBit(Math.max(16, capacity + capacity / 3) * 2 - 1);
    }

    public int size() {
        return size;
    }

    public long high(int number) {
        return highs[number];
    }

    public long low(int number) {
        return lows[number];
    }

    /** @return -1 for a key that was never added */
    public int find(long high, long low) {
        var table = slots;
        int mask = table.length - 1;
        for (int slot = hash(high, low) & mask; ; slot = slot + 1 & mask) {
            int number = (int) SLOT.getAcquire(table, slot) - 1;
            if (number < 0) {
                return -1;
            }
            // The arrays are read after the slot, so they are at least as long as the number needs.
            if (highs[number] == high && lows[number] == low) {
                return number;
            }
        }
    }

    /** The key's number; the one it already had, if it had one. */
    public int add(long high, long low) {
        int known = find(high, low);
        if (known >= 0) {
            return known;
        }
        int number = size;
        if (number == highs.length) {
            highs = Arrays.copyOf(highs, number * 2);
            lows = Arrays.copyOf(lows, number * 2);
            rehash(tableSize(number * 2));
        }
        highs[number] = high;
        lows[number] = low;
        place(slots, high, low, number);
        size = number + 1;
        return number;
    }

    private void rehash(int length) {
        var table = new int[length];
        for (int number = 0; number < size; number++) {
            place(table, highs[number], lows[number], number);
        }
        slots = table;
    }

    private static void place(int[] table, long high, long low, int number) {
        int mask = table.length - 1;
        int slot = hash(high, low) & mask;
        while (table[slot] != 0) {
            slot = slot + 1 & mask;
        }
        SLOT.setRelease(table, slot, number + 1);
    }

    private static int hash(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }

    long bytes() {
        return 16L * highs.length + 4L * slots.length;
    }
}
