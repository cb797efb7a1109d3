package io.journey360.analytics.paths;

import java.util.Arrays;

/**
 * The durations found at each of many edges, without a list per edge: each edge fills small pieces of common arrays one after
 * the other.
 */
final class EdgeTimes {

    private static final int PIECE_BITS = 6;
    private static final int PIECE = 1 << PIECE_BITS;
    private static final int SLAB_BITS = 16;
    private static final int SLAB = 1 << SLAB_BITS;

    /** By edge, where its next duration goes; at the beginning of a piece, a new one is needed first. */
    private final int[] next;

    /** By piece, the piece of the same edge that was full before; -1 for its first. */
    private int[] before = new int[1 << 10];

    private long[][] slabs = new long[16][];
    private int pieces = 1;

    EdgeTimes(int edges) {
        next = new int[edges + 1];
        Arrays.fill(next, -PIECE); // of no piece, and at a beginning
        slabs[0] = new long[SLAB];
        next[edges] = 1; // in piece 0, never anywhere else: whatever is not an edge is written there
    }

    /**
     * Adds the durations from each visit to the next.
     *
     * @param edges by visit, the edge that led to it; beyond all edges for none
     * @param times from {@code timesAt}
     */
    void add(int[] edges, int length, long[] times, int timesAt) {
        int none = next.length - 1;
        var slabs = this.slabs;
        for (int i = 1; i < length; i++) {
            int edge = edges[i];
            int at = next[edge];
            if ((at & PIECE - 1) == 0) {
                at = piece(at);
                slabs = this.slabs;
            }
            slabs[at >>> SLAB_BITS][at & SLAB - 1] = times[timesAt + i] - times[timesAt + i - 1];
            next[edge] = at + (edge == none ? 0 : 1);
        }
    }

    /** @param end the end of the edge's last piece */
    private int piece(int end) {
        int at = pieces << PIECE_BITS;
        if (at >>> SLAB_BITS == slabs.length) {
            slabs = Arrays.copyOf(slabs, slabs.length * 2);
        }
        if (slabs[at >>> SLAB_BITS] == null) {
            slabs[at >>> SLAB_BITS] = new long[SLAB];
        }
        if (pieces == before.length) {
            before = Arrays.copyOf(before, pieces * 2);
        }
        before[pieces++] = (end >> PIECE_BITS) - 1;
        return at;
    }

    /** @return where the edge's durations end in the target */
    int copyTo(int edge, long[] target, int at) {
        int end = next[edge];
        if (end < 0) {
            return at;
        }
        int length = end & PIECE - 1;
        for (int piece = length == 0 ? (end >> PIECE_BITS) - 1 : end >> PIECE_BITS; piece >= 0; piece = before[piece]) {
            int from = piece << PIECE_BITS;
            int count = length == 0 ? PIECE : length;
            System.arraycopy(slabs[from >>> SLAB_BITS], from & SLAB - 1, target, at, count);
            at += count;
            length = 0;
        }
        return at;
    }
}
