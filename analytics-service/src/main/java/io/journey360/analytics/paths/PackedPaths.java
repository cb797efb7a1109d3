package io.journey360.analytics.paths;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Paths short enough to be written into one number, a digit of {@code bits} bits per visit and no digit zero, so that equal
 * numbers are equal paths. Divided by a hash into parts that can be counted one by one.
 */
final class PackedPaths {

    static final int PARTS = 256;

    private static final int PART_SHIFT = 64 - 8;
    private static final int INITIAL = 64;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final int bits;
    private final long[][] codes = new long[PARTS][INITIAL];
    private final int[] sizes = new int[PARTS];

    /** @param nodes numbered from 0 */
    PackedPaths(int nodes) {
        bits = bits(nodes);
    }

    private static int bits(int nodes) {
        return 32 - Integer.numberOfLeadingZeros(nodes);
    }

    /** How many visits fit. */
    static int longest(int nodes) {
        return 63 / bits(nodes);
    }

    void add(int[] nodes, int from, int to) {
        long code = 0;
        for (int i = from; i < to; i++) {
            code = code << bits | nodes[i] + 1;
        }
        int part = (int) (code * MIX >>> PART_SHIFT);
        int size = sizes[part];
        if (size == codes[part].length) {
            codes[part] = Arrays.copyOf(codes[part], size * 2);
        }
        codes[part][size] = code;
        sizes[part] = size + 1;
    }

    /** A path and how often it was taken. */
    record Counted(int[] path, long count) {}

    /** @param distinct how many paths the part has */
    record Part(long distinct, List<Counted> top) {}

    /** Counts one part of what all threads have seen and keeps the most frequent paths, first of equals in the order of nodes. */
    static Part count(List<PackedPaths> seen, int part, int most) {
        int total = 0;
        for (var packed : seen) {
            total += packed.sizes[part];
        }
        int length = Integer.highestOneBit(Math.max(8, total)) * 4;
        var table = new long[length];
        var counts = new int[length];
        int distinct = 0;
        for (var packed : seen) {
            var codes = packed.codes[part];
            for (int i = 0; i < packed.sizes[part]; i++) {
                long code = codes[i];
                int slot = (int) (code * MIX >>> 24) & length - 1;
                while (table[slot] != code && table[slot] != 0) {
                    slot = slot + 1 & length - 1;
                }
                distinct += table[slot] == 0 ? 1 : 0;
                table[slot] = code;
                counts[slot]++;
            }
        }
        return new Part(distinct, top(table, counts, distinct, most, seen.getFirst().bits));
    }

    private static List<Counted> top(long[] table, int[] counts, int distinct, int most, int bits) {
        int least = distinct <= most ? 0 : leastOfTop(counts, most);
        var top = new ArrayList<Counted>();
        for (int slot = 0; slot < table.length; slot++) {
            if (counts[slot] > least) {
                top.add(new Counted(unpacked(table[slot], bits), counts[slot]));
            }
        }
        if (top.size() > most) {
            top.sort(Variants.MOST_FREQUENT_FIRST);
            top.subList(most, top.size()).clear();
        } else if (top.size() < most && least > 0) {
            firstOf(table, counts, least, most - top.size(), bits).forEach(top::add);
        }
        return top;
    }

    /** Of the paths that were taken so often, the first in the order of nodes. */
    private static List<Counted> firstOf(long[] table, int[] counts, int count, int most, int bits) {
        var first = new long[Math.min(table.length, most * 2 + INITIAL)];
        int size = 0;
        long bound = Long.MAX_VALUE;
        for (int slot = 0; slot < table.length; slot++) {
            if (counts[slot] == count && ordered(table[slot], bits) < bound) {
                if (size == first.length) {
                    Arrays.sort(first);
                    size = most;
                    bound = first[most - 1];
                }
                first[size++] = ordered(table[slot], bits);
            }
        }
        Arrays.sort(first, 0, size);
        return Arrays.stream(first, 0, Math.min(size, most))
                .mapToObj(code -> new Counted(unpacked(code, bits), count))
                .toList();
    }

    /** The same digits, so far to the left that numbers are in the order of paths. */
    private static long ordered(long code, int bits) {
        return code << 63 / bits * bits - length(code, bits) * bits;
    }

    private static int length(long code, int bits) {
        return (64 - Long.numberOfLeadingZeros(code) + bits - 1) / bits;
    }

    /** A count that at most so many paths are above, and more than so many at or above. */
    private static int leastOfTop(int[] counts, int most) {
        int max = 0;
        for (int count : counts) {
            max = Math.max(max, count);
        }
        // Counts above the last bucket are many more than any other; they count as one.
        var paths = new int[Math.min(max, 1 << 12) + 1];
        for (int count : counts) {
            paths[Math.min(count, paths.length - 1)]++;
        }
        int least = paths.length - 1;
        for (int above = paths[least]; above < most && least > 1; above += paths[least]) {
            least--;
        }
        return least;
    }

    private static int[] unpacked(long code, int bits) {
        var path = new int[63 / bits];
        int length = 0;
        for (int shift = (length(code, bits) - 1) * bits; shift >= 0; shift -= bits) {
            int digit = (int) (code >>> shift & (1L << bits) - 1);
            if (digit == 0) {
                break;
            }
            path[length++] = digit - 1;
        }
        return Arrays.copyOf(path, length);
    }
}
