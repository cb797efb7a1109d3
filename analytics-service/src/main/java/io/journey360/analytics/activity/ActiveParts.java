package io.journey360.analytics.activity;

import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.query.Calendar;
import io.journey360.analytics.query.TimeRange;

/**
 * A person's active intervals: by all their events (part 0), and for each part of a breakdown by the events of that part alone
 * (its number in the breakdown plus 1), as if only these had been asked for. For one thread at a time.
 */
public final class ActiveParts {

    @FunctionalInterface
    public interface Each {

        /** @param intervals valid during the call; at least one */
        void part(int part, ActiveIntervals intervals);
    }

    private final EventMasks masks;
    private final TimeRange range;
    private final Breakdown breakdown;
    private final ActiveIntervals intervals;

    /** @param masks whose first filter selects the events that count */
    public ActiveParts(EventMasks masks, TimeRange range, Calendar calendar, Breakdown breakdown) {
        this.masks = masks;
        this.range = range;
        this.breakdown = breakdown;
        this.intervals = new ActiveIntervals(calendar);
    }

    public void of(Columns rows, int from, int to, Each each) {
        var times = rows.times();
        long present = 0; // a bit per part: there are fewer than 64
        intervals.clear();
        for (int row = from; row < to; row++) {
            if (counts(rows, row)) {
                intervals.add(times[row], row);
                if (breakdown.size() > 0) {
                    present |= 1L << breakdown.of(rows, row);
                }
            }
        }
        if (intervals.size() == 0) {
            return;
        }
        each.part(0, intervals);
        for (; present != 0; present &= present - 1) {
            int part = Long.numberOfTrailingZeros(present);
            intervals.clear();
            for (int row = from; row < to; row++) {
                if (counts(rows, row) && breakdown.of(rows, row) == part) {
                    intervals.add(times[row], row);
                }
            }
            each.part(part + 1, intervals);
        }
    }

    private boolean counts(Columns rows, int row) {
        return (masks.of(rows, row) & 1) != 0 && range.contains(rows.times()[row]);
    }
}
