package io.journey360.analytics.index;

import java.util.Arrays;

/**
 * The bulk of a shard: rows sorted by identity, time, stage and log position. Immutable but for three things that only ever
 * grow and that a reader of an older view takes for what they mean: rows hidden at later positions, identities marked as
 * touched by later rows, and the places of identities linked later.
 */
final class Base {

    private static final int IDENTITIES_PER_ENTRY = 4;

    final int identities;
    final long[] highs;
    final long[] lows;

    /** Where each identity's rows begin; one more entry than identities. */
    final int[] offsets;

    final Columns rows;
    final long maxPosition;

    /** Per identity, what {@link Run} tells of it. */
    final char[] traits;

    /** One bit per identity: has rows in the delta, or hidden rows here. */
    final long[] touched;

    /** By the first bits of the key behind the shard's own, the first identity at or above them. */
    private final int[] directory;

    private final int directoryShift;

    /** By the shard's number of a linked identity, where it is here; -1 when it has no rows here. */
    int[] linkedAt;

    Base(int identities, long[] highs, long[] lows, int[] offsets, Columns rows, Dictionary<Kind> kinds) {
        this.identities = identities;
        this.highs = highs;
        this.lows = lows;
        this.offsets = offsets;
        this.rows = rows;
        this.touched = new long[(identities + 63) / 64];
        this.linkedAt = new int[0];
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, identities / IDENTITIES_PER_ENTRY));
        directoryShift = 64 - bits;
        directory = new int[(1 << bits) + 1];
        int next = 0;
        for (int entry = 0; entry < directory.length; entry++) {
            while (next < identities && entry(highs[next]) < entry) {
                next++;
            }
            directory[entry] = next;
        }
        long max = 0;
        for (long position : rows.positions) {
            max = Math.max(max, position);
        }
        maxPosition = max;
        traits = new char[identities];
        var finding = new Traits(kinds);
        for (int identity = 0; identity < identities; identity++) {
            traits[identity] = finding.of(rows, offsets[identity], offsets[identity + 1]);
        }
        var hidden = rows.hiddenFrom;
        if (hidden != null) {
            for (int identity = 0; identity < identities; identity++) {
                for (int row = offsets[identity]; row < offsets[identity + 1]; row++) {
                    if (hidden[row] != Long.MAX_VALUE) {
                        touch(identity);
                    }
                }
            }
        }
    }

    static Base empty(boolean withAttributes, Dictionary<Kind> kinds) {
        return new Base(0, new long[0], new long[0], new int[1], new Columns(0, withAttributes), kinds);
    }

    private int entry(long high) {
        return (int) (high << JourneyIndex.SHARD_BITS >>> directoryShift);
    }

    /** @return -1 when the identity has no rows here */
    int find(long high, long low) {
        int entry = entry(high);
        int from = directory[entry];
        int to = directory[entry + 1] - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = Long.compare(highs[middle], high);
            if (order == 0) {
                order = Long.compare(lows[middle], low);
            }
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -1;
    }

    /** The first row of the identity at or after a time; the identity's end when there is none. */
    int firstAtOrAfter(int identity, long time) {
        int from = offsets[identity];
        int to = offsets[identity + 1];
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (rows.times[middle] < time) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    boolean keepsAll(KeptSince kept) {
        for (int identity = 0; identity < identities; identity++) {
            var since = kept.of(highs[identity], lows[identity]);
            int end = firstAtOrAfter(identity, KeptSince.allFrom(since));
            for (int row = offsets[identity]; row < end; row++) {
                if (!kept.keeps(since, rows, row)) {
                    return false;
                }
            }
        }
        return true;
    }

    void touch(int identity) {
        touched[identity >> 6] |= 1L << identity;
    }

    void placeLinked(int number, int identity) {
        if (number >= linkedAt.length) {
            var longer = Arrays.copyOf(linkedAt, Math.max(16, number + number / 2));
            Arrays.fill(longer, linkedAt.length, longer.length, -1);
            linkedAt = longer;
        }
        linkedAt[number] = identity;
    }

    int linkedAt(int number) {
        var places = linkedAt;
        return number < places.length ? places[number] : -1;
    }

    int size() {
        return offsets[identities];
    }

    long bytes() {
        return identityBytes() + rows.bytes();
    }

    long identityBytes() {
        return 16L * highs.length
                + 4L * (offsets.length + directory.length + linkedAt.length)
                + 8L * touched.length
                + 2L * traits.length;
    }
}
