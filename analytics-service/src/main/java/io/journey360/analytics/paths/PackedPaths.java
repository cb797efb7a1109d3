package io.journey360.analytics.paths;

import io.journey360.analytics.index.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Paths short enough to be written into one number, a digit of {@code bits} bits per visit and no digit zero, so that equal
 * numbers are equal paths. Small numbers are counted at once; the others are divided by a hash into parts that are counted one
 * by one, each in a table that is not too large for a processor's cache.
 */
final class PackedPaths {

    private static final int HASHED_PARTS = 256;

    /** The last part is that of small numbers. */
    static final int PARTS = HASHED_PARTS + 1;

    private static final int PART_SHIFT = 64 - 8;
    private static final int SMALL = 1 << 16;
    private static final int INITIAL = 64;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final int bits;
    private final int[] small = new int[SMALL];
    private final long[][] codes = new long[HASHED_PARTS][INITIAL];
    private final int[] sizes = new int[HASHED_PARTS];

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
        if (code < SMALL) {
            small[(int) code]++;
            return;
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

    /** Counts parts of what all threads have seen, one after the other, keeping of each the most frequent paths. */
    static final class Counting implements Query.Worker {

        private final List<PackedPaths> seen;
        private final int most;
        private final Part[] into;
        private final int bits;

        /** By slot of a hash table, a number in the lists behind; 0 for none. */
        private int[] slots = new int[0];

        /** From 1, every path of the part and how often it was taken. */
        private long[] distinct = new long[1 << 10];

        private int[] counts = new int[1 << 10];
        private int size;

        Counting(List<PackedPaths> seen, int most, Part[] into) {
            this.seen = seen;
            this.most = most;
            this.into = into;
            this.bits = seen.getFirst().bits;
        }

        @Override
        public void part(int number) {
            size = 0;
            if (number < HASHED_PARTS) {
                hashed(number);
            } else {
                small();
            }
            into[number] = new Part(size, top());
        }

        private void small() {
            for (int code = 1; code < SMALL; code++) {
                int count = 0;
                for (var packed : seen) {
                    count += packed.small[code];
                }
                if (count > 0) {
                    int number = add(code); // may put another array in the place of counts
                    counts[number] = count;
                }
            }
        }

        private void hashed(int part) {
            int total = 0;
            for (var packed : seen) {
                total += packed.sizes[part];
            }
            int length = Integer.highestOneBit(Math.max(8, total)) * 4;
            if (slots.length < length) {
                slots = new int[length];
            } else {
                Arrays.fill(slots, 0, length, 0);
            }
            for (var packed : seen) {
                count(packed.codes[part], packed.sizes[part], length - 1);
            }
        }

        private void count(long[] codes, int many, int mask) {
            var slots = this.slots;
            for (int i = 0; i < many; i++) {
                long code = codes[i];
                int slot = (int) (code * MIX >>> 24) & mask;
                int number = slots[slot];
                while (number != 0 && distinct[number] != code) {
                    slot = slot + 1 & mask;
                    number = slots[slot];
                }
                if (number == 0) {
                    number = add(code);
                    slots[slot] = number;
                }
                counts[number]++;
            }
        }

        private int add(long code) {
            if (++size == distinct.length) {
                distinct = Arrays.copyOf(distinct, size * 2);
                counts = Arrays.copyOf(counts, size * 2);
            }
            distinct[size] = code;
            counts[size] = 0;
            return size;
        }

        private List<Counted> top() {
            int least = size <= most ? 0 : leastOfTop();
            var top = new ArrayList<Counted>();
            for (int number = 1; number <= size; number++) {
                if (counts[number] > least) {
                    top.add(new Counted(unpacked(distinct[number], bits), counts[number]));
                }
            }
            if (top.size() > most) {
                top.sort(Variants.MOST_FREQUENT_FIRST);
                top.subList(most, top.size()).clear();
            } else if (top.size() < most && least > 0) {
                addFirst(least, most - top.size(), top);
            }
            return top;
        }

        /** Of the paths that were taken so often, the first in the order of nodes. */
        private void addFirst(int count, int wanted, List<Counted> top) {
            var first = new long[Math.min(size + 1, wanted * 2 + INITIAL)];
            int found = 0;
            long bound = Long.MAX_VALUE;
            for (int number = 1; number <= size; number++) {
                if (counts[number] == count && ordered(distinct[number], bits) < bound) {
                    if (found == first.length) {
                        Arrays.sort(first);
                        found = wanted;
                        bound = first[wanted - 1];
                    }
                    first[found++] = ordered(distinct[number], bits);
                }
            }
            Arrays.sort(first, 0, found);
            for (int i = 0; i < Math.min(found, wanted); i++) {
                top.add(new Counted(unpacked(first[i], bits), count));
            }
        }

        /** A count that at most so many paths are above, and more than so many at or above. */
        private int leastOfTop() {
            int max = 0;
            for (int number = 1; number <= size; number++) {
                max = Math.max(max, counts[number]);
            }
            // Counts above the last bucket are many more than any other; they count as one.
            var paths = new int[Math.min(max, 1 << 12) + 1];
            for (int number = 1; number <= size; number++) {
                paths[Math.min(counts[number], paths.length - 1)]++;
            }
            int least = paths.length - 1;
            for (int above = paths[least]; above < most && least > 1; above += paths[least]) {
                least--;
            }
            return least;
        }
    }

    /** The same digits, so far to the left that numbers are in the order of paths. */
    private static long ordered(long code, int bits) {
        return code << 63 / bits * bits - length(code, bits) * bits;
    }

    private static int length(long code, int bits) {
        return (64 - Long.numberOfLeadingZeros(code) + bits - 1) / bits;
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
