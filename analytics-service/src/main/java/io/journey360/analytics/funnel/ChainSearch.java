package io.journey360.analytics.funnel;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds a unit's canonical chain under any rule. Events at the same time may serve steps in any order, so times are gone
 * through one by one, and at each the events are matched to as many consecutive steps as they can serve.
 *
 * <p>Per step reached the latest start is kept. An exclusion bars chains from reaching its second step, so it is kept for
 * each step up to which a chain may still get. Written for being right; what most units need is done by {@link FunnelVisitor}
 * itself.
 */
final class ChainSearch {

    private static final long NONE = Long.MIN_VALUE;

    private final int steps;
    private final long window;
    private final long from;
    private final long to;
    private final boolean strict;
    private final int[] after;
    private final int[] before;

    /** Steps that barred chains cannot reach, ascending; the last is beyond all steps. */
    private final int[] limits;

    /** Latest starts by step reached and limit. */
    private final long[][] starts;

    private final long[][] reached;
    private long[] times = new long[64];
    private long[] masks = new long[64];
    private int size;

    /** Where each distinct time begins. */
    private int[] groups = new int[64];

    private int groupCount;
    private int[] stepOfEvent = new int[64];
    private boolean[] visited = new boolean[64];
    private int furthest;
    private int lastGroup;
    private final long[] chain;

    ChainSearch(PreparedFunnel prepared) {
        var funnel = prepared.funnel;
        steps = prepared.required.length;
        window = funnel.windowMillis();
        from = funnel.from();
        to = funnel.to();
        strict = funnel.order() == Funnel.Order.STRICT;
        after = prepared.after;
        before = prepared.barred;
        limits = Arrays.copyOf(
                Arrays.stream(before).sorted().distinct().toArray(),
                (int) Arrays.stream(before).distinct().count() + 1);
        limits[limits.length - 1] = steps + 1;
        starts = new long[steps + 1][limits.length];
        reached = new long[steps + 1][limits.length];
        chain = new long[steps];
    }

    void clear() {
        size = 0;
    }

    /**
     * Adds an event; in order of time.
     *
     * @param mask a bit per step it serves, then a bit per exclusion it is named by
     */
    void add(long time, long mask) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            masks = Arrays.copyOf(masks, size * 2);
            groups = Arrays.copyOf(groups, size * 2);
            stepOfEvent = new int[size * 2];
            visited = new boolean[size * 2];
        }
        times[size] = time;
        masks[size++] = mask;
    }

    /** Furthest step reached; 0 for none. */
    int furthest() {
        return furthest;
    }

    /** Times of the canonical chain, as many as {@link #furthest}. */
    long[] chain() {
        return chain;
    }

    void search() {
        group();
        for (int step = 0; step <= steps; step++) {
            Arrays.fill(starts[step], NONE);
        }
        furthest = 0;
        long start = NONE;
        for (int group = 0; group < groupCount; group++) {
            extend(group);
            long better = furthestReached();
            if (better != NONE) {
                start = better;
                lastGroup = group;
            }
            settle(group);
        }
        if (furthest > 0) {
            trace(start);
        }
    }

    private void group() {
        groupCount = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || times[i] != times[i - 1]) {
                groups[groupCount++] = i;
            }
        }
    }

    private int end(int group) {
        return group + 1 < groupCount ? groups[group + 1] : size;
    }

    /** Fills {@link #reached}: chains whose last event is of this group. */
    private void extend(int group) {
        for (int step = 1; step <= steps; step++) {
            Arrays.fill(reached[step], NONE);
        }
        long time = times[groups[group]];
        for (int i = 0; i < steps; i++) {
            int last = servedFrom(group, i + 1);
            for (int limit = 0; last > i && limit < limits.length; limit++) {
                long start = i > 0 ? starts[i][limit] : firstStart(time, limit);
                if (start == NONE || time - start > window) {
                    continue;
                }
                for (int j = i + 1; j <= Math.min(last, limits[limit] - 1); j++) {
                    int barred = Math.min(limit, barredAt(group, i, j));
                    reached[j][barred] = Math.max(reached[j][barred], start);
                }
            }
        }
    }

    private long firstStart(long time, int limit) {
        return limit == limits.length - 1 && time >= from && time < to ? time : NONE;
    }

    /**
     * The limit of chains that had i steps before this group and have j after it: an exclusion's event at this time lies
     * after their step {@code after} and, unless they have reached it now, before their step {@code before}.
     */
    private int barredAt(int group, int i, int j) {
        int limit = limits.length - 1;
        for (int exclusion = 0; exclusion < after.length; exclusion++) {
            if (after[exclusion] <= i && j < before[exclusion] && excluded(group, exclusion)) {
                limit = Math.min(limit, Arrays.binarySearch(limits, 0, limits.length - 1, before[exclusion]));
            }
        }
        return limit;
    }

    private boolean excluded(int group, int exclusion) {
        long bit = 1L << steps + exclusion;
        for (int event = groups[group]; event < end(group); event++) {
            if ((masks[event] & bit) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Notes the furthest step of all so far if this group reached it; the latest start that did, or NONE. */
    private long furthestReached() {
        for (int step = steps; step > furthest; step--) {
            long start = NONE;
            for (long candidate : reached[step]) {
                start = Math.max(start, candidate);
            }
            if (start != NONE) {
                furthest = step;
                return start;
            }
        }
        return NONE;
    }

    /** Takes the chains of this group over into {@link #starts}, and bars those that waited. */
    private void settle(int group) {
        for (int step = 1; step <= steps; step++) {
            var kept = starts[step];
            if (strict) {
                Arrays.fill(kept, NONE);
            } else {
                int barred = barredAt(group, step, step);
                for (int limit = barred + 1; limit < limits.length; limit++) {
                    kept[barred] = Math.max(kept[barred], kept[limit]);
                    kept[limit] = NONE;
                }
            }
            for (int limit = 0; limit < limits.length; limit++) {
                kept[limit] = Math.max(kept[limit], reached[step][limit]);
            }
        }
    }

    /**
     * Finds the earliest times between start and end. Taking as many steps as possible at each time gives them; where
     * an exclusion or strictness makes that a dead end, fewer are tried.
     */
    private void trace(long start) {
        int first = Arrays.binarySearch(times, 0, size, start);
        first = groupAt(first);
        var stepsBefore = new int[lastGroup - first + 2];
        var next = new int[lastGroup - first + 2];
        var deadEnds = new BitSet();
        int group = first;
        next[0] = Math.min(furthest, servedFrom(first, 1));
        while (true) {
            int at = group - first;
            int i = stepsBefore[at];
            int j = next[at]--;
            int fewest = group == first ? 1 : strict ? i + 1 : i;
            if (j < fewest) {
                deadEnds.set(at * (steps + 1) + i);
                group--;
                continue;
            }
            boolean last = group == lastGroup;
            if (last != (j == furthest) || i > 0 && limits[barredAt(group, i, j)] <= furthest) {
                continue;
            }
            Arrays.fill(chain, i, j, times[groups[group]]);
            if (last) {
                return;
            }
            if (!deadEnds.get((at + 1) * (steps + 1) + j)) {
                group++;
                stepsBefore[at + 1] = j;
                next[at + 1] = Math.min(furthest, servedFrom(group, j + 1));
            }
        }
    }

    private int groupAt(int event) {
        int group = Arrays.binarySearch(groups, 0, groupCount, event);
        return group >= 0 ? group : -group - 2;
    }

    /** The last step j such that distinct events of the group serve steps i to j; i - 1 if none serves i. */
    private int servedFrom(int group, int i) {
        int begin = groups[group];
        int end = end(group);
        if (end - begin == 1) {
            return i <= steps && (masks[begin] >>> i - 1 & 1) != 0 ? i : i - 1;
        }
        Arrays.fill(stepOfEvent, begin, end, 0);
        int j = i;
        while (j <= steps && j - i < end - begin) {
            Arrays.fill(visited, begin, end, false);
            if (!serve(j, begin, end)) {
                break;
            }
            j++;
        }
        return j - 1;
    }

    /** Finds an event for a step, moving other steps to other events if that helps (an augmenting path). */
    private boolean serve(int step, int begin, int end) {
        for (int event = begin; event < end; event++) {
            if ((masks[event] >>> step - 1 & 1) != 0 && !visited[event]) {
                visited[event] = true;
                if (stepOfEvent[event] == 0 || serve(stepOfEvent[event], begin, end)) {
                    stepOfEvent[event] = step;
                    return true;
                }
            }
        }
        return false;
    }
}
