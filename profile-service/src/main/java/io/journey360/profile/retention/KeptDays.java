package io.journey360.profile.retention;

import java.util.BitSet;

/**
 * Days on which something of an identity happened that is still kept, or may have. What happened before the first day counts
 * for it. Takes about a bit for each day since.
 */
final class KeptDays {

    private final long first;
    private final BitSet days = new BitSet();

    /** @param first in days since 1970 */
    KeptDays(long first) {
        this.first = first;
    }

    long first() {
        return first;
    }

    void add(long day) {
        days.set(index(day));
    }

    void addAll(long from, long to) {
        days.set(index(from), index(to) + 1);
    }

    /** The day itself is still kept. */
    void dropBefore(long day) {
        days.clear(0, index(day));
    }

    boolean anyBefore(long day) {
        int earliest = days.nextSetBit(0);
        return earliest >= 0 && first + earliest < day;
    }

    private int index(long day) {
        return Math.toIntExact(Math.max(0, day - first));
    }
}
