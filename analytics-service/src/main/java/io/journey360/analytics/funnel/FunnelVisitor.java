package io.journey360.analytics.funnel;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Visitor;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far each unit got that one thread is shown, for whoever counts or explains it.
 *
 * <p>The plain sequential funnel is one pass: per step the latest start that reaches it. Only when two events that matter have
 * the same time, or another rule holds, is the unit handed to {@link ChainSearch} or {@link AnyOrderSearch}. These find times;
 * which events they are of, and what optional steps there are, is found out when asked for.
 */
final class FunnelVisitor implements Visitor {

    private static final long NONE = Long.MIN_VALUE;
    private static final int ANY_BOOKING = Integer.MIN_VALUE;
    private static final int NO_ROW = -1;
    private static final int[] NO_ROWS = {};

    /** Takes units that reached the first step. */
    @FunctionalInterface
    interface Finds {

        /** @param found says more about the unit, during the call */
        void unit(Person person, Columns rows, int first, int end, FunnelVisitor found);
    }

    private final Query query;
    private final PreparedFunnel prepared;
    private final Finds finds;
    private final EventMasks masks;
    private final int steps;
    private final long stepBits;
    private final long matterBits;
    private final long window;
    private final long from;
    private final long to;
    private final boolean byAttempt;
    private final boolean plain;
    private final boolean anyOrder;
    private final boolean holdBooking;
    private final ChainSearch search;
    private final AnyOrderSearch anyOrderSearch;
    private final StepMatching matching = new StepMatching();
    private final long[] starts;
    private final long[] chain;
    private final int[] chainRows;
    private final int[] sortedRows;
    private final int[] optionalRows;
    private int[] candidates = new int[16];
    private long[] best = new long[0];
    private int[] bestRows = NO_ROWS;
    private int[] bookings = new int[16];

    private int bookingCount;

    private @Nullable Columns shown;
    private int first;
    private int end;
    private int furthest;
    private int located;
    private int held;

    FunnelVisitor(Query query, PreparedFunnel prepared, Finds finds) {
        var funnel = prepared.funnel;
        this.query = query;
        this.prepared = prepared;
        this.finds = finds;
        this.masks = prepared.masks;
        this.steps = prepared.required.length;
        this.stepBits = -1L >>> 64 - steps;
        this.matterBits = funnel.order() == Funnel.Order.STRICT
                ? -1L
                : -1L >>> 64 - steps - funnel.exclusions().size();
        this.window = funnel.windowMillis();
        this.from = funnel.from();
        this.to = funnel.to();
        this.byAttempt = funnel.by() == Funnel.Unit.ATTEMPT;
        this.plain = funnel.plain();
        this.anyOrder = funnel.order() == Funnel.Order.ANY;
        this.holdBooking = funnel.holdBooking();
        this.search = new ChainSearch(prepared);
        this.anyOrderSearch = new AnyOrderSearch(query, prepared);
        this.starts = new long[steps];
        this.chain = new long[steps];
        this.chainRows = new int[steps];
        this.sortedRows = new int[steps];
        this.optionalRows = new int[prepared.optional.length];
    }

    @Override
    public void person(Person person, Columns rows, int first, int end) {
        if (!byAttempt) {
            unit(person, rows, first, end);
            return;
        }
        int begin = -1;
        for (int row = first; row < end; row++) {
            if ((masks.of(rows, row) & 1) != 0) {
                if (begin >= 0) {
                    unit(person, rows, begin, row);
                }
                begin = row;
            }
        }
        if (begin >= 0) {
            unit(person, rows, begin, end);
        }
    }

    private void unit(Person person, Columns rows, int first, int end) {
        if (find(rows, first, end)) {
            finds.unit(person, rows, first, end, this);
        }
    }

    /**
     * Finds out about one unit, which can be asked about then.
     *
     * @return whether it reached the first step
     */
    boolean find(Columns rows, int first, int end) {
        located = 0;
        held = ANY_BOOKING;
        furthest = plain ? onePass(rows, first, end) : searched(rows, first, end);
        this.shown = rows;
        this.first = first;
        this.end = end;
        return furthest > 0;
    }

    /** How many required steps the unit's chain has, at least one. */
    int furthest() {
        return furthest;
    }

    /** From the required step before a reached one, counted from 0, to it. */
    long timeTo(int step) {
        return chain[step] - chain[step - 1];
    }

    /** Whether the unit has not finished and a chain could still begin, or go on, within its window. */
    boolean open() {
        return furthest < steps && latestStart() != NO_ROW;
    }

    /** The row of the latest event that a chain which still goes on may begin with; -1 if there is none. */
    int latestStart() {
        var rows = shown();
        long bits = anyOrder ? stepBits : 1;
        for (int row = end - 1; row >= first && rows.times()[row] >= prepared.openSince; row--) {
            if ((masks.of(rows, row) & bits) != 0 && rows.times()[row] >= from && rows.times()[row] < to) {
                return row;
            }
        }
        return NO_ROW;
    }

    /** The row of the chain's event for the first step. */
    int firstRow() {
        locate(1);
        return chainRows[0];
    }

    /** The rows of the chain's events by required step, as many as {@link #furthest}. */
    int[] chainRows() {
        locate(furthest);
        return chainRows;
    }

    /**
     * The rows that optional steps took; -1 for those that took none. Their chain step was reached if the rows of
     * {@link PreparedFunnel#before} were.
     */
    int[] optionalRows() {
        matchOptional();
        return optionalRows;
    }

    /** From the chain's step before an optional one that took this row. */
    long timeToOptional(int optional) {
        long time = shown().times()[optionalRows[optional]];
        if (!anyOrder) {
            return time - chain[prepared.before[optional]];
        }
        int last = 0;
        while (last + 1 < furthest && chain[last + 1] <= time) {
            last++;
        }
        return time - chain[last];
    }

    /**
     * In any order, the rows of the canonical chain to fewer steps, which need not be part of the longest chain: where the range
     * ends, the events that begin that one may serve other steps. The unit's chain is not to be asked for after this.
     */
    int[] chainRowsTo(int step) {
        var rows = shown();
        gatherBookings(rows, first, end);
        if (bookingCount == 0) {
            reachedAnyOrder(rows, first, end, ANY_BOOKING);
        }
        chooseAnyOrder(rows, first, end, step);
        return chainRows;
    }

    private Columns shown() {
        return Objects.requireNonNull(shown);
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
        gatherBookings(rows, first, end);
        if (anyOrder) {
            return searchedAnyOrder(rows, first, end);
        }
        if (bookingCount == 0) {
            return searched(rows, first, end, ANY_BOOKING);
        }
        int longest = 0;
        for (int i = 0; i < bookingCount; i++) {
            int reached = searched(rows, first, end, bookings[i]);
            if (reached > longest
                    || reached > 0 && reached == longest && comesFirst(rows, first, end, bookings[i], reached)) {
                longest = reached;
                held = bookings[i];
                best = Arrays.copyOf(chain, reached);
                bestRows = NO_ROWS;
            }
        }
        System.arraycopy(best, 0, chain, 0, longest);
        return longest;
    }

    /** Where a booking is held, each that a chain could have, ascending. */
    private void gatherBookings(Columns rows, int first, int end) {
        bookingCount = 0;
        if (!holdBooking) {
            return;
        }
        for (int row = first; row < end; row++) {
            if (rows.bookings()[row] >= 0 && (masks.of(rows, row) & stepBits) != 0) {
                if (bookingCount == bookings.length) {
                    bookings = Arrays.copyOf(bookings, bookingCount * 2);
                }
                bookings[bookingCount++] = rows.bookings()[row];
            }
        }
        Arrays.sort(bookings, 0, bookingCount);
        int distinct = 0;
        for (int i = 0; i < bookingCount; i++) {
            if (i == 0 || bookings[i] != bookings[i - 1]) {
                bookings[distinct++] = bookings[i];
            }
        }
        bookingCount = distinct;
    }

    /** Whether the chain just found comes before the best one of the same length. */
    private boolean comesFirst(Columns rows, int first, int end, int booking, int length) {
        int byTimes = compareTimes(chain, best, length);
        if (byTimes != 0) {
            return byTimes < 0;
        }
        var found = rowsOf(rows, first, end, booking, length);
        if (bestRows.length == 0) {
            bestRows = rowsOf(rows, first, end, held, length);
        }
        return Arrays.compare(found, bestRows) < 0;
    }

    /** Earlier end, later start, earlier events between. */
    private static int compareTimes(long[] times, long[] other, int length) {
        if (times[length - 1] != other[length - 1]) {
            return Long.compare(times[length - 1], other[length - 1]);
        }
        return times[0] != other[0]
                ? Long.compare(other[0], times[0])
                : Arrays.compare(times, 1, length, other, 1, length);
    }

    /** The rows of a booking's chain that has these times. */
    private int[] rowsOf(Columns rows, int first, int end, int booking, int length) {
        located = 0;
        locate(rows, first, end, booking, length, length);
        located = 0;
        return Arrays.copyOf(chainRows, length);
    }

    /** @param booking only events of this one, or of none, serve a step */
    private int searched(Columns rows, int first, int end, int booking) {
        query.check(); // one person with very many events and bookings can take long
        search.clear();
        for (int row = first; row < end; row++) {
            long mask = maskOf(rows, row, booking);
            if ((mask & matterBits) != 0) {
                search.add(rows.times()[row], mask);
            }
        }
        search.search();
        System.arraycopy(search.chain(), 0, chain, 0, search.furthest());
        return search.furthest();
    }

    private int searchedAnyOrder(Columns rows, int first, int end) {
        long reached = reachedAnyOrder(rows, first, end, bookingCount == 0 ? ANY_BOOKING : bookings[0]);
        for (int i = 1; i < bookingCount; i++) {
            reached |= reachedAnyOrder(rows, first, end, bookings[i]);
        }
        int furthest = Long.numberOfTrailingZeros(~reached);
        if (furthest > 0) {
            chooseAnyOrder(rows, first, end, furthest);
        }
        return furthest;
    }

    private long reachedAnyOrder(Columns rows, int first, int end, int booking) {
        query.check();
        anyOrderSearch.clear();
        for (int row = first; row < end; row++) {
            long mask = maskOf(rows, row, booking) & stepBits;
            if (mask != 0) {
                anyOrderSearch.add(rows.times()[row], mask, row);
            }
        }
        return anyOrderSearch.reached();
    }

    /** Finds the canonical chain to a step, with its rows. */
    private void chooseAnyOrder(Columns rows, int first, int end, int step) {
        boolean none = true;
        for (int i = 0; i < Math.max(1, bookingCount); i++) {
            if (bookingCount > 0 && (reachedAnyOrder(rows, first, end, bookings[i]) >>> step - 1 & 1) == 0) {
                continue;
            }
            anyOrderSearch.choose(step);
            int order = none ? -1 : compareTimes(anyOrderSearch.chain(), chain, step);
            if (order < 0
                    || order == 0 && Arrays.compare(anyOrderSearch.sortedRows(), 0, step, sortedRows, 0, step) < 0) {
                none = false;
                System.arraycopy(anyOrderSearch.chain(), 0, chain, 0, step);
                System.arraycopy(anyOrderSearch.rowOfStep(), 0, chainRows, 0, step);
                System.arraycopy(anyOrderSearch.sortedRows(), 0, sortedRows, 0, step);
            }
        }
        located = step;
    }

    private long maskOf(Columns rows, int row, int booking) {
        long mask = masks.of(rows, row);
        if (booking < 0) {
            return mask; // bookings need not be there then
        }
        int of = rows.bookings()[row];
        return of >= 0 && of != booking ? mask & ~stepBits : mask;
    }

    private void locate(int count) {
        if (located < count) {
            locate(shown(), first, end, held, count, furthest);
        }
    }

    /** Finds the rows of the first steps of a chain whose times are known. */
    private void locate(Columns rows, int first, int end, int booking, int count, int length) {
        var times = rows.times();
        while (located < count) {
            int last = located + 1;
            while (last < length && chain[last] == chain[located]) {
                last++;
            }
            matching.clear(-1L >>> 64 - last & -1L << located);
            int offered = 0;
            for (int row = firstAt(times, first, end, chain[located]);
                    row < end && times[row] == chain[located];
                    row++) {
                if (offered == candidates.length) {
                    candidates = Arrays.copyOf(candidates, offered * 2);
                }
                candidates[offered++] = row;
                matching.add(maskOf(rows, row, booking));
            }
            matching.preferFirst();
            for (; located < last; located++) {
                chainRows[located] = candidates[matching.eventOf(located)];
            }
        }
    }

    private static int firstAt(long[] times, int first, int end, long time) {
        int low = first;
        int high = end;
        while (low < high) {
            int middle = low + high >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void matchOptional() {
        var rows = shown();
        locate(furthest);
        int booking = ANY_BOOKING;
        for (int step = 0; holdBooking && step < furthest; step++) {
            booking = Math.max(booking, rows.bookings()[chainRows[step]]);
        }
        for (int optional = 0; optional < optionalRows.length; optional++) {
            optionalRows[optional] = NO_ROW;
            int step = prepared.before[optional];
            if (step < furthest) {
                optionalRows[optional] = firstFurther(optional, step, booking);
                if (holdBooking && optionalRows[optional] != NO_ROW) {
                    booking = Math.max(booking, rows.bookings()[optionalRows[optional]]);
                }
            }
        }
    }

    private int firstFurther(int optional, int step, int booking) {
        var rows = shown();
        var times = rows.times();
        var further = prepared.optionalMasks;
        long earliest = chain[anyOrder ? 0 : step];
        long latest = anyOrder || step + 1 == furthest ? chain[0] + window : chain[step + 1];
        boolean nothingBetween = prepared.funnel.order() == Funnel.Order.STRICT;
        for (int row = firstAt(times, first, end, earliest); row < end && times[row] <= latest; row++) {
            int of = rows.bookings()[row];
            boolean agrees = !holdBooking || of < 0 || booking < 0 || of == booking;
            if (further != null && (further.of(rows, row) >>> optional & 1) != 0 && agrees && !taken(row, optional)) {
                return row;
            }
            if (nothingBetween && times[row] > earliest && masks.of(rows, row) != 0) {
                latest = times[row];
            }
        }
        return NO_ROW;
    }

    private boolean taken(int row, int optional) {
        for (int step = 0; step < furthest; step++) {
            if (chainRows[step] == row) {
                return true;
            }
        }
        for (int earlier = 0; earlier < optional; earlier++) {
            if (optionalRows[earlier] == row) {
                return true;
            }
        }
        return false;
    }
}
