package io.journey360.analytics.durations;

import java.util.Arrays;

/**
 * The values at given ranks, without sorting everything: values are counted into buckets by size, and only the buckets that
 * hold a rank are looked into. A few passes over the values whatever their distribution.
 */
final class Ranks {

    private static final int SORTED = 2048;
    private static final int BUCKET_BITS = 11;

    private final int[] ranks;
    private final long[] found;

    /** @param ranks ascending, from 0 */
    Ranks(int[] ranks) {
        this.ranks = ranks;
        this.found = new long[ranks.length];
    }

    /** @return per rank its value among the first so many; the values' order is lost */
    long[] find(long[] values, int count) {
        find(values, count, 0, 0, ranks.length);
        return found;
    }

    /** Ranks [fromRank, toRank) lie among the values, of which the first has rank {@code offset}. */
    private void find(long[] values, int length, int offset, int fromRank, int toRank) {
        long min = values[0];
        long max = min;
        for (int i = 1; i < length; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        if (min == max) {
            Arrays.fill(found, fromRank, toRank, min);
            return;
        }
        if (length <= SORTED) {
            Arrays.sort(values, 0, length);
            for (int i = fromRank; i < toRank; i++) {
                found[i] = values[ranks[i] - offset];
            }
            return;
        }
        // Differences are taken as unsigned: at most 64 bits for any two longs.
        int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(max - min) - BUCKET_BITS);
        var counts = new int[1 << BUCKET_BITS];
        for (int i = 0; i < length; i++) {
            counts[(int) (values[i] - min >>> shift)]++;
        }
        var wanted = new byte[counts.length]; // the number of the bucket among those that hold a rank, from 1
        var inside = new long[toRank - fromRank][];
        var offsets = new int[inside.length];
        var firstRanks = new int[inside.length + 1];
        int holding = 0;
        for (int bucket = 0, below = 0, rank = fromRank; rank < toRank; below += counts[bucket++]) {
            if (ranks[rank] - offset < below + counts[bucket]) {
                inside[holding] = new long[counts[bucket]];
                offsets[holding] = offset + below;
                firstRanks[holding] = rank;
                wanted[bucket] = (byte) ++holding;
                while (rank < toRank && ranks[rank] - offset < below + counts[bucket]) {
                    rank++;
                }
            }
        }
        firstRanks[holding] = toRank;
        var sizes = new int[holding];
        for (int i = 0; i < length; i++) {
            int number = wanted[(int) (values[i] - min >>> shift)] - 1;
            if (number >= 0) {
                inside[number][sizes[number]++] = values[i];
            }
        }
        for (int i = 0; i < holding; i++) {
            find(inside[i], sizes[i], offsets[i], firstRanks[i], firstRanks[i + 1]);
        }
    }
}
