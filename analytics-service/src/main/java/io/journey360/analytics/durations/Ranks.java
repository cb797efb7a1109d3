package io.journey360.analytics.durations;

import java.util.Arrays;
import java.util.List;

/**
 * The values at given ranks, without sorting everything: values are counted into buckets by size, and only the buckets that
 * hold a rank are looked into. A few passes over the values whatever their distribution.
 */
final class Ranks {

    private static final int SORTED = 512;
    private static final int BUCKET_BITS = 11;

    /** The first so many values of an array. */
    record Values(long[] values, int count) {}

    private final int[] ranks;
    private final long[] found;

    /** @param ranks ascending, from 0 */
    Ranks(int[] ranks) {
        this.ranks = ranks;
        this.found = new long[ranks.length];
    }

    /** @return per rank its value among all of the parts, at least one */
    long[] find(List<Values> parts) {
        find(parts, 0, 0, ranks.length);
        return found;
    }

    /** Ranks [fromRank, toRank) lie among the values, of which the first has rank {@code offset}. */
    private void find(List<Values> parts, int offset, int fromRank, int toRank) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        int length = 0;
        for (var part : parts) {
            var values = part.values();
            for (int i = 0; i < part.count(); i++) {
                min = Math.min(min, values[i]);
                max = Math.max(max, values[i]);
            }
            length += part.count();
        }
        if (min == max) {
            Arrays.fill(found, fromRank, toRank, min);
        } else if (length <= SORTED) {
            sort(parts, length, offset, fromRank, toRank);
        } else {
            divide(parts, min, max, offset, fromRank, toRank);
        }
    }

    private void sort(List<Values> parts, int length, int offset, int fromRank, int toRank) {
        var sorted = new long[length];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part.values(), 0, sorted, at, part.count());
            at += part.count();
        }
        Arrays.sort(sorted);
        for (int i = fromRank; i < toRank; i++) {
            found[i] = sorted[ranks[i] - offset];
        }
    }

    private void divide(List<Values> parts, long min, long max, int offset, int fromRank, int toRank) {
        // Differences are taken as unsigned: at most 64 bits for any two longs.
        int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(max - min) - BUCKET_BITS);
        var counts = new int[1 << BUCKET_BITS];
        for (var part : parts) {
            count(part.values(), part.count(), min, shift, counts);
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
        for (var part : parts) {
            collect(part.values(), part.count(), min, shift, wanted, inside, sizes);
        }
        for (int i = 0; i < holding; i++) {
            find(List.of(new Values(inside[i], sizes[i])), offsets[i], firstRanks[i], firstRanks[i + 1]);
        }
    }

    private static void count(long[] values, int count, long min, int shift, int[] counts) {
        for (int i = 0; i < count; i++) {
            counts[(int) (values[i] - min >>> shift)]++;
        }
    }

    private static void collect(
            long[] values, int count, long min, int shift, byte[] wanted, long[][] inside, int[] sizes) {
        for (int i = 0; i < count; i++) {
            int number = wanted[(int) (values[i] - min >>> shift)] - 1;
            if (number >= 0) {
                inside[number][sizes[number]++] = values[i];
            }
        }
    }
}
