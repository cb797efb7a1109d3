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

    /** @return per rank its value; the values' order is lost */
    long[] find(long[] values) {
        find(values, values.length, 0, 0, ranks.length);
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
        var wanted = new boolean[counts.length];
        var starts = new int[counts.length];
        int below = 0;
        int rank = fromRank;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            starts[bucket] = below;
            below += counts[bucket];
            while (rank < toRank && ranks[rank] - offset < below) {
                wanted[bucket] = true;
                rank++;
            }
        }
        for (int bucket = 0, next = fromRank; bucket < counts.length; bucket++) {
            if (wanted[bucket]) {
                int first = next;
                while (next < toRank && ranks[next] - offset < starts[bucket] + counts[bucket]) {
                    next++;
                }
                find(
                        valuesIn(bucket, counts[bucket], values, length, min, shift),
                        counts[bucket],
                        offset + starts[bucket],
                        first,
                        next);
            }
        }
    }

    private static long[] valuesIn(int bucket, int count, long[] values, int length, long min, int shift) {
        var inside = new long[count];
        int next = 0;
        for (int i = 0; next < count && i < length; i++) {
            if (values[i] - min >>> shift == bucket) {
                inside[next++] = values[i];
            }
        }
        return inside;
    }
}
