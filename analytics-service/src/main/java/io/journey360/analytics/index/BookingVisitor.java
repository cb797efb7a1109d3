package io.journey360.analytics.index;

import java.util.Arrays;
import java.util.List;

/**
 * Parts an identity's events by booking. A booking that other identities have events of too is kept back until all have been
 * seen; there are few of those.
 */
final class BookingVisitor implements Visitor {

    private static final int INITIAL = 256;

    private final Visitor visitor;
    private final long[] shared;
    private Columns unit;
    private Columns keptBack;
    private long[] keptHighs = new long[INITIAL];
    private long[] keptLows = new long[INITIAL];
    private int kept;
    private long[] byBooking = new long[INITIAL];

    /** @param shared a bit per booking, set for those with events of several identities */
    BookingVisitor(Visitor visitor, long[] shared, boolean withAttributes) {
        this.visitor = visitor;
        this.shared = shared;
        this.unit = new Columns(INITIAL, withAttributes);
        this.keptBack = new Columns(INITIAL, withAttributes);
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        var bookings = rows.bookings;
        int count = 0;
        boolean one = true;
        for (int row = from; row < to; row++) {
            if (bookings[row] >= 0) {
                if (count == byBooking.length) {
                    byBooking = Arrays.copyOf(byBooking, count * 2);
                }
                byBooking[count++] = (long) bookings[row] << 32 | row - from;
                one &= bookings[row] == byBooking[0] >>> 32;
            }
        }
        if (count == 0) {
            return;
        }
        if (one && count == to - from && !isShared(bookings[from])) {
            visitor.person(person, rows, from, to);
            return;
        }
        if (!one) {
            Arrays.sort(byBooking, 0, count);
        }
        for (int i = 0; i < count; ) {
            int booking = (int) (byBooking[i] >>> 32);
            boolean keep = isShared(booking);
            int taken = 0;
            for (; i < count && byBooking[i] >>> 32 == booking; i++) {
                int row = from + (int) byBooking[i];
                if (keep) {
                    keepBack(person, rows, row);
                } else {
                    if (taken == unit.capacity()) {
                        unit = unit.resized(taken * 2);
                    }
                    unit.copyRow(taken++, rows, row);
                }
            }
            if (!keep) {
                visitor.person(person, unit, 0, taken);
            }
        }
    }

    private boolean isShared(int booking) {
        return booking >> 6 < shared.length && (shared[booking >> 6] >>> booking & 1) != 0;
    }

    private void keepBack(Person person, Columns rows, int row) {
        if (kept == keptBack.capacity()) {
            keptBack = keptBack.resized(kept * 2);
            keptHighs = Arrays.copyOf(keptHighs, kept * 2);
            keptLows = Arrays.copyOf(keptLows, kept * 2);
        }
        keptHighs[kept] = person.high();
        keptLows[kept] = person.low();
        keptBack.copyRow(kept++, rows, row);
    }

    /** Shows the bookings that were kept back, all to the first one's visitor. */
    static void showShared(List<BookingVisitor> parts, Snapshot snapshot) {
        int count = parts.stream().mapToInt(part -> part.kept).sum();
        if (count == 0) {
            return;
        }
        var first = parts.getFirst();
        var all = first.keptBack.resized(count);
        var highs = Arrays.copyOf(first.keptHighs, count);
        var lows = Arrays.copyOf(first.keptLows, count);
        int next = first.kept;
        for (var part : parts.subList(1, parts.size())) {
            all.copyRows(next, part.keptBack, 0, part.kept);
            System.arraycopy(part.keptHighs, 0, highs, next, part.kept);
            System.arraycopy(part.keptLows, 0, lows, next, part.kept);
            next += part.kept;
        }
        var kinds = snapshot.kinds();
        var order = new int[count];
        Arrays.setAll(order, i -> i);
        IntOrder.sort(
                order,
                count,
                (a, b) -> all.bookings[a] != all.bookings[b]
                        ? Integer.compare(all.bookings[a], all.bookings[b])
                        : Columns.compare(all, a, all, b, kinds));
        var sorted = first.keptBack.resized(count);
        var sortedHighs = new long[count];
        var sortedLows = new long[count];
        for (int i = 0; i < count; i++) {
            sorted.copyRow(i, all, order[i]);
            sortedHighs[i] = highs[order[i]];
            sortedLows[i] = lows[order[i]];
        }
        var person = new Person(snapshot, true);
        person.are(sortedHighs, sortedLows);
        for (int from = 0; from < count; ) {
            int to = from + 1;
            while (to < count && sorted.bookings[to] == sorted.bookings[from]) {
                to++;
            }
            first.visitor.person(person, sorted, from, to);
            from = to;
        }
    }
}
