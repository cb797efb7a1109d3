package io.journey360.analytics.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All alignments of a journey with a map, tried one after the other: where the journey is after each event. The cheapest is taken, and of equally
 * cheap ones the one furthest along at the end, then before the last event, and so on.
 */
final class NaiveAlignment {

    final int cost;
    final int worst;
    final Set<Integer> entered = new TreeSet<>();
    final Set<Integer> skipped = new TreeSet<>();
    final Set<Integer> repeated = new TreeSet<>();
    final Set<Integer> outOfOrder = new TreeSet<>();
    final Set<Integer> notReached = new TreeSet<>();

    /** The event each stage was entered by; -1 for none. */
    final int[] entries;

    /** @param events the stages each event fits, from 0 */
    NaiveAlignment(List<Set<Integer>> events, boolean[] optional, boolean ended) {
        int[] best = null;
        int least = Integer.MAX_VALUE;
        for (var positions : positions(events.size(), optional.length)) {
            int itsCost = cost(positions, events, optional, ended);
            if (itsCost < least || itsCost == least && isFurther(positions, best)) {
                least = itsCost;
                best = positions;
            }
        }
        cost = least;
        worst = events.size() + (ended ? required(optional, 0, optional.length) : 0);
        entries = new int[optional.length];
        Arrays.fill(entries, -1);
        judge(best, events, optional.length, ended);
    }

    double fitness() {
        return 1 - (double) cost / worst;
    }

    /** Stages from 1, 0 before the first; never going back. */
    private static List<int[]> positions(int events, int stages) {
        var all = new ArrayList<int[]>();
        all.add(new int[0]);
        for (int event = 0; event < events; event++) {
            var longer = new ArrayList<int[]>();
            for (var positions : all) {
                int before = event == 0 ? 0 : positions[event - 1];
                for (int next = before; next <= stages; next++) {
                    var more = Arrays.copyOf(positions, event + 1);
                    more[event] = next;
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }

    private static int cost(int[] positions, List<Set<Integer>> events, boolean[] optional, boolean ended) {
        int cost = 0;
        int at = 0;
        for (int event = 0; event < positions.length; event++) {
            boolean fits = events.get(event).contains(positions[event] - 1);
            if (positions[event] > at) {
                if (!fits) {
                    return 1_000_000; // nothing enters it
                }
                cost += required(optional, at, positions[event] - 1);
            } else if (!fits) {
                cost++;
            }
            at = positions[event];
        }
        return cost + (ended ? required(optional, at, optional.length) : 0);
    }

    private static int required(boolean[] optional, int from, int to) {
        int required = 0;
        for (int stage = from; stage < to; stage++) {
            required += optional[stage] ? 0 : 1;
        }
        return required;
    }

    private static boolean isFurther(int[] positions, int[] than) {
        for (int event = positions.length - 1; event >= 0; event--) {
            if (positions[event] != than[event]) {
                return positions[event] > than[event];
            }
        }
        return false;
    }

    private void judge(int[] positions, List<Set<Integer>> events, int stages, boolean ended) {
        for (int event = 0; event < positions.length; event++) {
            int stage = positions[event] - 1;
            if (events.get(event).contains(stage)) {
                if (entered.add(stage)) {
                    entries[stage] = event;
                }
                continue;
            }
            var back = new TreeSet<>(events.get(event));
            back.retainAll(entered);
            if (back.isEmpty()) {
                outOfOrder.add(new TreeSet<>(events.get(event)).first());
            } else {
                repeated.add(back.last());
            }
        }
        int last = positions.length == 0 ? 0 : positions[positions.length - 1];
        for (int stage = 0; stage < stages; stage++) {
            if (!entered.contains(stage) && !outOfOrder.contains(stage)) {
                if (stage < last) {
                    skipped.add(stage);
                } else if (ended) {
                    notReached.add(stage);
                }
            }
        }
    }

    Set<Integer> of(StageFate fate) {
        return switch (fate) {
            case ENTERED -> entered;
            case SKIPPED -> skipped;
            case REPEATED -> repeated;
            case OUT_OF_ORDER -> outOfOrder;
            case NOT_REACHED -> notReached;
        };
    }
}
