package io.journey360.analytics.index;

import java.util.Arrays;

/** Makes a new base of an old one and a delta, of all their rows or of those that are kept. Rows that are there twice are taken once. */
final class Merging {

    private final Base base;
    private final Delta delta;
    private final Dictionary<Kind> kinds;
    private final RowSort sort;
    private int[] chain = new int[64];

    Merging(Base base, Delta delta, Dictionary<Kind> kinds) {
        this.base = base;
        this.delta = delta;
        this.kinds = kinds;
        this.sort = new RowSort(kinds);
    }

    /** Told of identities that lose rows. */
    @FunctionalInterface
    interface Loss {

        /** @param all whether they have none any more */
        void rows(long high, long low, boolean all);
    }

    /** Rows as a base holds them. */
    private record Merged(int identities, long[] highs, long[] lows, int[] offsets, Columns rows) {

        int size() {
            return offsets[identities];
        }
    }

    Base merged(boolean withAttributes) {
        return base(together(withAttributes));
    }

    /** Identities without any rows that are kept are not in it. */
    Base merged(boolean withAttributes, KeptSince kept, Loss loss) {
        return base(only(kept, together(withAttributes), loss));
    }

    private Base base(Merged all) {
        int identities = all.identities;
        boolean whole = identities == all.highs.length;
        return new Base(
                identities,
                whole ? all.highs : Arrays.copyOf(all.highs, identities),
                whole ? all.lows : Arrays.copyOf(all.lows, identities),
                whole ? all.offsets : Arrays.copyOf(all.offsets, identities + 1),
                all.size() == all.rows.capacity() ? all.rows : all.rows.resized(all.size()),
                kinds);
    }

    /** In the arrays that are there. */
    private static Merged only(KeptSince kept, Merged all, Loss loss) {
        var offsets = all.offsets;
        int next = 0;
        int out = 0;
        int from = 0;
        for (int identity = 0; identity < all.identities; identity++) {
            long high = all.highs[identity];
            long low = all.lows[identity];
            int to = offsets[identity + 1];
            var since = kept.of(high, low);
            long allFrom = KeptSince.allFrom(since);
            int first = out;
            int row = from;
            for (; row < to && all.rows.times[row] < allFrom; row++) {
                if (kept.keeps(since, all.rows, row)) {
                    all.rows.moveRows(out++, row, 1);
                }
            }
            all.rows.moveRows(out, row, to - row);
            out += to - row;
            if (out - first < to - from) {
                loss.rows(high, low, out == first);
            }
            if (out > first) {
                all.highs[next] = high;
                all.lows[next] = low;
                offsets[++next] = out;
            }
            from = to;
        }
        return new Merged(next, all.highs, all.lows, offsets, all.rows);
    }

    private Merged together(boolean withAttributes) {
        int[] arrived = arrivedInKeyOrder();
        int fresh = 0;
        for (int identity : arrived) {
            if (delta.baseIndexes()[identity] < 0) {
                fresh++;
            }
        }
        int identities = base.identities + fresh;
        var highs = new long[identities];
        var lows = new long[identities];
        var offsets = new int[identities + 1];
        var rows = new Columns(base.size() + delta.size(), withAttributes);
        int next = 0;
        int inBase = 0;
        int out = 0;
        for (int identity : arrived) {
            int known = delta.baseIndexes()[identity];
            int until = known >= 0 ? known : insertionPoint(inBase, delta.high(identity), delta.low(identity));
            next = copyIdentities(inBase, until, next, out, highs, lows, offsets, rows);
            out += base.offsets[until] - base.offsets[inBase];
            inBase = until;
            highs[next] = delta.high(identity);
            lows[next] = delta.low(identity);
            offsets[next] = out;
            next++;
            out = combine(identity, known, rows, out);
            if (known >= 0) {
                inBase = known + 1;
            }
        }
        next = copyIdentities(inBase, base.identities, next, out, highs, lows, offsets, rows);
        out += base.size() - base.offsets[inBase];
        offsets[next] = out;
        return new Merged(identities, highs, lows, offsets, rows);
    }

    private int[] arrivedInKeyOrder() {
        var order = new int[delta.identities()];
        Arrays.setAll(order, i -> i);
        IntOrder.sort(order, order.length, (a, b) -> {
            int byHigh = Long.compare(delta.high(a), delta.high(b));
            return byHigh != 0 ? byHigh : Long.compare(delta.low(a), delta.low(b));
        });
        return order;
    }

    private int insertionPoint(int from, long high, long low) {
        int to = base.identities;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = Long.compare(base.highs[middle], high);
            if (order == 0) {
                order = Long.compare(base.lows[middle], low);
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Copies identities [from, until) of the base with their rows. */
    private int copyIdentities(
            int from, int until, int next, int out, long[] highs, long[] lows, int[] offsets, Columns rows) {
        int count = until - from;
        if (count > 0) {
            System.arraycopy(base.highs, from, highs, next, count);
            System.arraycopy(base.lows, from, lows, next, count);
            int firstRow = base.offsets[from];
            for (int i = 0; i < count; i++) {
                offsets[next + i] = out + base.offsets[from + i] - firstRow;
            }
            rows.copyRows(out, base.rows, firstRow, base.offsets[until] - firstRow);
        }
        return next + count;
    }

    /** Writes an identity's rows of base and delta in order. */
    private int combine(int identity, int known, Columns rows, int out) {
        int count = 0;
        for (int row = delta.last(identity, delta.size()); row >= 0; row = delta.before(row)) {
            if (count == chain.length) {
                chain = Arrays.copyOf(chain, count * 2);
            }
            chain[count++] = row;
        }
        for (int i = 0, j = count - 1; i < j; i++, j--) {
            int row = chain[i];
            chain[i] = chain[j];
            chain[j] = row;
        }
        var arrived = delta.rows();
        sort.sort(chain, count, arrived);
        int old = known < 0 ? 0 : base.offsets[known];
        int oldEnd = known < 0 ? 0 : base.offsets[known + 1];
        int start = out;
        for (int i = 0; i < count; ) {
            boolean takeOld = old < oldEnd && Columns.compare(base.rows, old, arrived, chain[i], kinds) <= 0;
            var from = takeOld ? base.rows : arrived;
            int row = takeOld ? old++ : chain[i++];
            if (out > start && Columns.compare(rows, out - 1, from, row, kinds) == 0) {
                rows.hideAs(out - 1, from, row);
            } else {
                rows.copyRow(out, from, row);
                rows.hideAs(out++, from, row);
            }
        }
        rows.copyRows(out, base.rows, old, oldEnd - old);
        return out + oldEnd - old;
    }
}
