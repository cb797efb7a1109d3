package io.journey360.analytics.paths;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Distinct paths and how often each was taken. Paths are compared node by node, so none is taken for another. */
final class Variants {

    /** Of equals the first in the order of their nodes. */
    static final Comparator<PackedPaths.Counted> MOST_FREQUENT_FIRST = Comparator.comparingLong(
                    PackedPaths.Counted::count)
            .reversed()
            .thenComparing(PackedPaths.Counted::path, Arrays::compare);

    private int[] nodes = new int[1024];
    private int used;

    /** Where each variant begins in {@link #nodes}; one more entry than variants. */
    private int[] offsets = new int[257];

    private long[] counts = new long[256];
    private int[] hashes = new int[256];
    private int size;
    private int[] slots = new int[1024];

    void add(int[] path, int from, int to, long times) {
        int hash = hash(path, from, to);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (; slots[slot] != 0; slot = slot + 1 & mask) {
            int variant = slots[slot] - 1;
            if (hashes[variant] == hash
                    && Arrays.equals(nodes, offsets[variant], offsets[variant + 1], path, from, to)) {
                counts[variant] += times;
                return;
            }
        }
        if (size == counts.length) {
            counts = Arrays.copyOf(counts, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2 + 1);
            rehash();
            add(path, from, to, times);
            return;
        }
        int length = to - from;
        if (used + length > nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(used + length, nodes.length * 2));
        }
        System.arraycopy(path, from, nodes, used, length);
        used += length;
        counts[size] = times;
        hashes[size] = hash;
        offsets[size + 1] = used;
        slots[slot] = ++size;
    }

    /** Slots are four times the variants there is room for, so at most a quarter is taken. */
    private void rehash() {
        slots = new int[counts.length * 4];
        int mask = slots.length - 1;
        for (int variant = 0; variant < size; variant++) {
            int slot = hashes[variant] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = variant + 1;
        }
    }

    private static int hash(int[] path, int from, int to) {
        long hash = to - from;
        for (int i = from; i < to; i++) {
            hash = (hash + path[i] + 1) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }

    void addAll(Variants other) {
        for (int variant = 0; variant < other.size; variant++) {
            add(other.nodes, other.offsets[variant], other.offsets[variant + 1], other.counts[variant]);
        }
    }

    int size() {
        return size;
    }

    long count(int variant) {
        return counts[variant];
    }

    int[] path(int variant) {
        return Arrays.copyOfRange(nodes, offsets[variant], offsets[variant + 1]);
    }

    /** The most frequent, the first of equals in the order of their nodes. */
    int[] top(int most) {
        var kept = new PriorityQueue<Integer>(Math.max(1, Math.min(most, size)), this::compare);
        for (int variant = 0; variant < size; variant++) {
            if (kept.size() < most) {
                kept.add(variant);
            } else if (most > 0 && compare(variant, kept.peek()) > 0) {
                kept.poll();
                kept.add(variant);
            }
        }
        var top = new int[kept.size()];
        for (int i = top.length - 1; i >= 0; i--) {
            top[i] = kept.poll();
        }
        return top;
    }

    /** The less frequent first; of equals the one that is later in the order of nodes. */
    private int compare(int a, int b) {
        return counts[a] != counts[b]
                ? Long.compare(counts[a], counts[b])
                : Arrays.compare(nodes, offsets[b], offsets[b + 1], nodes, offsets[a], offsets[a + 1]);
    }
}
