package io.journey360.analytics.funnel;

import io.journey360.analytics.index.Query;
import java.util.Arrays;

/**
 * Finds a unit's canonical chain in any order. A chain to k that begins at time s exists if the events of [s, s + window] can
 * serve steps 1 to k and one at s can serve any of them: whichever it is, it can be exchanged into the chain. The earliest such
 * s also has the earliest end, because later ones have fewer events to choose from.
 */
final class AnyOrderSearch {

    private static final long NONE = Long.MIN_VALUE;

    private final Query query;
    private final int steps;
    private final long window;
    private final long from;
    private final long to;
    private final StepMatching matching = new StepMatching();
    private final int[] inWindow;
    private final long[] ends;
    private long[] times = new long[64];
    private long[] masks = new long[64];
    private int[] rows = new int[64];
    private int size;
    private final long[] chain;
    private final int[] chosen;
    private final int[] rowOfStep;
    private final int[] sortedRows;

    AnyOrderSearch(Query query, PreparedFunnel prepared) {
        this.query = query;
        steps = prepared.required.length;
        window = prepared.funnel.windowMillis();
        from = prepared.funnel.from();
        to = prepared.funnel.to();
        inWindow = new int[steps];
        ends = new long[steps + 1];
        chain = new long[steps];
        chosen = new int[steps];
        rowOfStep = new int[steps];
        sortedRows = new int[steps];
    }

    void clear() {
        size = 0;
    }

    /**
     * Adds an event; in the order of the unit.
     *
     * @param mask a bit per step it serves, at least one
     */
    void add(long time, long mask, int row) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            masks = Arrays.copyOf(masks, size * 2);
            rows = Arrays.copyOf(rows, size * 2);
        }
        times[size] = time;
        masks[size] = mask;
        rows[size++] = row;
    }

    /** The steps to which there are chains: bit k − 1 for step k. */
    long reached() {
        long reached = 0;
        for (int step = 1; step <= steps; step++) {
            if (ends(step)) {
                reached |= 1L << step - 1;
            } else if (to == Funnel.END) {
                break; // without an end of the range, a chain to more steps has chains to fewer in it
            }
        }
        return reached;
    }

    /** Times of the chain chosen last, sorted. */
    long[] chain() {
        return chain;
    }

    /** Rows of the chain chosen last, by step. */
    int[] rowOfStep() {
        return rowOfStep;
    }

    /** Rows of the chain chosen last, ascending. */
    int[] sortedRows() {
        return sortedRows;
    }

    private static long bits(int count) {
        return -1L >>> Long.SIZE - count;
    }

    private boolean canStart(int event, long bits) {
        return times[event] >= from && times[event] < to && (masks[event] & bits) != 0;
    }

    /** Notes the earliest end of chains to a step, if there are any. */
    private boolean ends(int step) {
        long bits = bits(step);
        Arrays.fill(inWindow, 0, step, 0);
        int missing = step;
        int next = 0;
        for (int event = 0; event < size; event++) {
            for (; next < size && times[next] - times[event] <= window; next++) {
                for (long left = masks[next] & bits; left != 0; left &= left - 1) {
                    missing -= inWindow[Long.numberOfTrailingZeros(left)]++ == 0 ? 1 : 0;
                }
            }
            if (missing == 0 && canStart(event, bits)) {
                ends[step] = end(event, next, bits);
                if (ends[step] != NONE) {
                    return true;
                }
            }
            for (long left = masks[event] & bits; left != 0; left &= left - 1) {
                missing += --inWindow[Long.numberOfTrailingZeros(left)] == 0 ? 1 : 0;
            }
        }
        return false;
    }

    /** When the first of these events that serve all steps have happened; NONE if they never do. */
    private long end(int first, int afterLast, long bits) {
        query.check(); // where events serve several steps, a person with very many of them can take long
        matching.clear(bits);
        for (int event = first; event < afterLast; event++) {
            if (matching.add(masks[event]) && matching.complete()) {
                return times[event];
            }
        }
        return NONE;
    }

    /** Finds the canonical one of the chains to a step that is {@link #reached}. */
    void choose(int step) {
        long bits = bits(step);
        int event = size - 1;
        while (times[event] > ends[step]) {
            event--;
        }
        matching.clear(bits);
        while (!matching.add(masks[event]) || !matching.complete()) {
            event--;
        }
        // Here is the latest event that enough others follow; a chain may have to begin earlier to begin in the range.
        while (!canStart(event, bits)) {
            event--;
        }
        while (event > 0 && times[event - 1] == times[event]) {
            event--;
        }
        matching.clear(bits);
        for (int count = 0; count < step; event++) {
            if (matching.add(masks[event])) {
                chosen[count++] = event;
            }
        }
        matching.clear(bits);
        for (int i = 0; i < step; i++) {
            matching.add(masks[chosen[i]]);
            chain[i] = times[chosen[i]];
            sortedRows[i] = rows[chosen[i]];
        }
        matching.preferFirst();
        for (int i = 0; i < step; i++) {
            rowOfStep[i] = sortedRows[matching.eventOf(i)];
        }
    }
}
