package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Visitor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the units one thread is shown.
 *
 * <p>The plain sequential funnel is one pass: per step the latest start that reaches it. Only when two events that matter have
 * the same time, or another rule holds, is the unit handed to {@link ChainSearch}.
 */
final class FunnelVisitor implements Visitor {

    private static final long NONE = Long.MIN_VALUE;

    private final Query query;
    private final EventMasks masks;
    private final int steps;
    private final long stepBits;
    private final long matterBits;
    private final long window;
    private final long from;
    private final long to;
    private final boolean byAttempt;
    private final boolean plain;
    private final boolean holdBooking;
    private final long openSince;
    private final int @Nullable [] groupOfKind;
    private final ChainSearch search;
    private final Tally tally;
    private final Map<Integer, Tally> groups = new HashMap<>();
    private final long[] starts;
    private final long[] chain;
    private long[] best = new long[0];
    private int[] bookings = new int[16];

    /**
     * @param masks a bit per step, a bit per exclusion, and for a strict funnel one that every event of the unit has
     * @param openSince a unit whose latest first step is not before this can still go on
     * @param groupOfKind by kind of event, the group of the breakdown
     */
    FunnelVisitor(Query query, Funnel funnel, EventMasks masks, long openSince, int @Nullable [] groupOfKind) {
        this.query = query;
        this.masks = masks;
        this.steps = funnel.steps().size();
        this.stepBits = -1L >>> 64 - steps;
        this.matterBits = funnel.order() == Funnel.Order.STRICT
                ? -1L
                : -1L >>> 64 - steps - funnel.exclusions().size();
        this.window = funnel.windowMillis();
        this.from = funnel.from();
        this.to = funnel.to();
        this.byAttempt = funnel.by() == Funnel.Unit.ATTEMPT;
        this.plain = funnel.plain();
        this.holdBooking = funnel.holdBooking();
        this.openSince = openSince;
        this.groupOfKind = groupOfKind;
        this.search = new ChainSearch(funnel);
        this.tally = new Tally(steps);
        this.starts = new long[steps];
        this.chain = new long[steps];
    }

    Tally tally() {
        return tally;
    }

    Map<Integer, Tally> groups() {
        return groups;
    }

    @Override
    public void person(Person person, Columns rows, int first, int end) {
        if (!byAttempt) {
            unit(rows, first, end);
            return;
        }
        int begin = -1;
        for (int row = first; row < end; row++) {
            if ((masks.of(rows, row) & 1) != 0) {
                if (begin >= 0) {
                    unit(rows, begin, row);
                }
                begin = row;
            }
        }
        if (begin >= 0) {
            unit(rows, begin, end);
        }
    }

    private void unit(Columns rows, int first, int end) {
        int furthest = plain ? onePass(rows, first, end) : searched(rows, first, end);
        if (furthest == 0) {
            return;
        }
        boolean open = furthest < steps && canGoOn(rows, first, end);
        count(tally, furthest, open);
        if (groupOfKind != null) {
            int group = groupOfKind[rows.kinds()[rowOfStart(rows, first, end)]];
            count(groups.computeIfAbsent(group, g -> new Tally(steps)), furthest, open);
        }
    }

    private void count(Tally into, int furthest, boolean open) {
        into.furthest[furthest]++;
        for (int step = 1; step < furthest; step++) {
            into.times[step].add(chain[step] - chain[step - 1]);
        }
        if (open) {
            into.open++;
        }
    }

    /** @return the furthest step; its chain is in {@link #chain} */
    private int onePass(Columns rows, int first, int end) {
        var times = rows.times();
        Arrays.fill(starts, NONE);
        int furthest = 0;
        long lastTime = NONE;
        long start = 0;
        int firstRow = first;
        for (int row = first; row < end; row++) {
            long mask = masks.of(rows, row);
            if (mask == 0) {
                continue;
            }
            long time = times[row];
            if (time == lastTime) {
                return searched(rows, first, end);
            }
            lastTime = time;
            if (furthest == steps) {
                break; // only an event at the very same time could still have changed the chain
            }
            do {
                int step = 63 - Long.numberOfLeadingZeros(mask);
                mask &= ~(1L << step);
                long reaching = step == 0 ? (time >= from && time < to ? time : NONE) : starts[step - 1];
                if (reaching > starts[step] && time - reaching <= window) {
                    starts[step] = reaching;
                    if (step >= furthest) {
                        furthest = step + 1;
                        start = reaching;
                        chain[step] = time;
                    }
                }
            } while (mask != 0);
            if (furthest == 0) {
                firstRow = row + 1;
            }
        }
        if (furthest > 0) {
            chain[0] = start;
            if (furthest > 2) {
                trace(rows, firstRow, furthest);
            }
        }
        return furthest;
    }

    /** Finds the earliest times between the start and the end, which are in {@link #chain}. */
    private void trace(Columns rows, int first, int furthest) {
        var times = rows.times();
        int row = first;
        while (times[row] != chain[0] || (masks.of(rows, row) & 1) == 0) {
            row++;
        }
        for (int step = 1; step < furthest - 1; step++) {
            do {
                row++;
            } while ((masks.of(rows, row) >>> step & 1) == 0);
            chain[step] = times[row];
        }
    }

    private int searched(Columns rows, int first, int end) {
        if (!holdBooking) {
            return searched(rows, first, end, Integer.MIN_VALUE);
        }
        int count = 0;
        for (int row = first; row < end; row++) {
            if (rows.bookings()[row] >= 0 && (masks.of(rows, row) & stepBits) != 0) {
                if (count == bookings.length) {
                    bookings = Arrays.copyOf(bookings, count * 2);
                }
                bookings[count++] = rows.bookings()[row];
            }
        }
        if (count == 0) {
            return searched(rows, first, end, Integer.MIN_VALUE);
        }
        Arrays.sort(bookings, 0, count);
        int furthest = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0 && bookings[i] == bookings[i - 1]) {
                continue;
            }
            int reached = searched(rows, first, end, bookings[i]);
            if (reached > furthest || reached > 0 && reached == furthest && before(chain, best, reached)) {
                furthest = reached;
                best = Arrays.copyOf(chain, reached);
            }
        }
        System.arraycopy(best, 0, chain, 0, furthest);
        return furthest;
    }

    /** Whether a chain comes before another of the same length: earlier end, later start, earlier events between. */
    private static boolean before(long[] chain, long[] other, int length) {
        if (chain[length - 1] != other[length - 1]) {
            return chain[length - 1] < other[length - 1];
        }
        if (chain[0] != other[0]) {
            return chain[0] > other[0];
        }
        return Arrays.compare(chain, 1, length, other, 1, length) < 0;
    }

    /** @param booking only events of this one, or of none, serve a step; {@link Integer#MIN_VALUE} for any */
    private int searched(Columns rows, int first, int end, int booking) {
        query.check(); // one person with very many events and bookings can take long
        search.clear();
        for (int row = first; row < end; row++) {
            long mask = masks.of(rows, row);
            int of = rows.bookings()[row];
            if (booking >= 0 && of >= 0 && of != booking) {
                mask &= ~stepBits;
            }
            if ((mask & matterBits) != 0) {
                search.add(rows.times()[row], mask);
            }
        }
        search.search();
        System.arraycopy(search.chain(), 0, chain, 0, search.furthest());
        return search.furthest();
    }

    private boolean canGoOn(Columns rows, int first, int end) {
        for (int row = end - 1; row >= first && rows.times()[row] >= openSince; row--) {
            if ((masks.of(rows, row) & 1) != 0 && rows.times()[row] >= from && rows.times()[row] < to) {
                return true;
            }
        }
        return false;
    }

    private int rowOfStart(Columns rows, int first, int end) {
        int row = first;
        while (row < end - 1 && (rows.times()[row] != chain[0] || (masks.of(rows, row) & 1) == 0)) {
            row++;
        }
        return row;
    }
}
