package io.journey360.analytics.funnel;

import java.util.Arrays;

/**
 * Gives steps to distinct events, as many as can be (a matching in a bipartite graph, grown along augmenting paths). Events are
 * offered in the order in which they are preferred. Sets of events that can all have a step are the independent sets of a
 * transversal matroid, so taking each event that fits, in order, ends with the set whose events come first.
 */
final class StepMatching {

    private static final int NONE = -1;

    private final int[] eventOfStep = new int[Long.SIZE];
    private long[] masks = new long[16];
    private int size;
    private long wanted;
    private long visited;
    private int matched;

    /** @param steps a bit per step to be given away */
    void clear(long steps) {
        wanted = steps;
        size = 0;
        matched = 0;
        Arrays.fill(eventOfStep, NONE);
    }

    /**
     * Offers the next event.
     *
     * @param mask a bit per step it can serve
     * @return whether it has a step now; those before it that had one still have one
     */
    boolean add(long mask) {
        if (size == masks.length) {
            masks = Arrays.copyOf(masks, size * 2);
        }
        masks[size] = mask & wanted;
        visited = 0;
        boolean fits = masks[size] != 0 && serve(size);
        matched += fits ? 1 : 0;
        size++;
        return fits;
    }

    /** Whether every step is given away. */
    boolean complete() {
        return matched == Long.bitCount(wanted);
    }

    /** The event, by the order it was offered in, that a step was given to. */
    int eventOf(int step) {
        return eventOfStep[step];
    }

    /** Moves steps so that the first has the first event that leaves one to all others, then the second, and so on. */
    void preferFirst() {
        long settled = 0;
        for (long left = wanted; left != 0; left &= left - 1) {
            int step = Long.numberOfTrailingZeros(left);
            settled |= 1L << step;
            for (int event = 0; event < eventOfStep[step]; event++) {
                if ((masks[event] >>> step & 1) != 0 && moved(step, event, settled)) {
                    break;
                }
            }
        }
    }

    private boolean moved(int step, int event, long settled) {
        int before = eventOfStep[step];
        int other = stepOf(event);
        if (other != NONE && (settled >>> other & 1) != 0) {
            return false;
        }
        eventOfStep[step] = event;
        if (other == NONE) {
            return true;
        }
        eventOfStep[other] = NONE;
        for (int free = 0; free < size; free++) {
            visited = settled;
            if (stepOf(free) == NONE && serve(free)) {
                return true;
            }
        }
        eventOfStep[other] = event;
        eventOfStep[step] = before;
        return false;
    }

    private int stepOf(int event) {
        for (long left = wanted; left != 0; left &= left - 1) {
            int step = Long.numberOfTrailingZeros(left);
            if (eventOfStep[step] == event) {
                return step;
            }
        }
        return NONE;
    }

    private boolean serve(int event) {
        for (long left = masks[event] & ~visited; left != 0; left = masks[event] & ~visited) {
            int step = Long.numberOfTrailingZeros(left);
            visited |= 1L << step;
            if (eventOfStep[step] == NONE || serve(eventOfStep[step])) {
                eventOfStep[step] = event;
                return true;
            }
        }
        return false;
    }
}
