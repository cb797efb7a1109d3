package io.journey360.profile.links;

import io.journey360.events.IdentityKey;

/**
 * Identities by their 16 bytes: about 30 bytes each, where a set of objects takes 150. One thread adds; others may look, and
 * see what was added before they last read something that thread has published.
 */
final class IdentitySet {

    private static final int FIRST_CAPACITY = 1 << 10;

    /** High and low bits in turn; both zero is a free slot. */
    private volatile long[] slots = new long[2 * FIRST_CAPACITY];

    private int size;
    private volatile boolean hasZero;

    void add(IdentityKey identity) {
        long high = identity.high();
        long low = identity.low();
        if (high == 0 && low == 0) {
            hasZero = true;
            return;
        }
        var current = slots;
        int slot = slotOf(current, high, low);
        if (current[slot] != 0 || current[slot + 1] != 0) {
            return;
        }
        if (size + 1 > current.length / 8 * 3) {
            current = doubled(current);
            slot = slotOf(current, high, low);
        }
        current[slot] = high;
        current[slot + 1] = low;
        size++;
        slots = current;
    }

    boolean contains(IdentityKey identity) {
        long high = identity.high();
        long low = identity.low();
        if (high == 0 && low == 0) {
            return hasZero;
        }
        var current = slots;
        int slot = slotOf(current, high, low);
        return current[slot] == high && current[slot + 1] == low;
    }

    private static long[] doubled(long[] current) {
        var larger = new long[current.length * 2];
        for (int i = 0; i < current.length; i += 2) {
            if (current[i] != 0 || current[i + 1] != 0) {
                int slot = slotOf(larger, current[i], current[i + 1]);
                larger[slot] = current[i];
                larger[slot + 1] = current[i + 1];
            }
        }
        return larger;
    }

    /** Where the identity is, or would go. */
    private static int slotOf(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int slot = (int) ((high * 31 + low) * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while ((slots[2 * slot] != 0 || slots[2 * slot + 1] != 0)
                && (slots[2 * slot] != high || slots[2 * slot + 1] != low)) {
            slot = slot + 1 & mask;
        }
        return 2 * slot;
    }
}
