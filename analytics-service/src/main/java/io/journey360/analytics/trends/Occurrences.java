package io.journey360.analytics.trends;

import io.journey360.analytics.activity.ActiveParts;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Visitor;
import java.util.Arrays;

/** Finds what a person adds to each interval, for counting and for explaining alike. */
final class Occurrences implements Visitor {

    /** Of all intervals together. */
    static final long WHOLE = Long.MIN_VALUE;

    interface Sink {

        /**
         * One more.
         *
         * @param part 0 for all events, else 1 more than in the breakdown
         * @param interval number; {@link #WHOLE} for what counts once over all intervals
         * @param at its rows, ascending: the first {@code count} of these
         */
        void occurred(Person person, Columns rows, int part, long interval, int[] at, int count);
    }

    private final Trends question;
    private final EventMasks masks;
    private final Quantities quantities;
    private final Breakdown breakdown;
    private final ActiveParts active;
    private final Sink sink;
    private int[] at = new int[16];

    Occurrences(Trends question, EventMasks masks, Quantities quantities, Breakdown breakdown, Sink sink) {
        this.question = question;
        this.masks = masks;
        this.quantities = quantities;
        this.breakdown = breakdown;
        this.active = new ActiveParts(masks, question.range(), question.calendar(), breakdown);
        this.sink = sink;
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        switch (question.measure()) {
            case EVENTS, VALUE, SCORE -> events(person, rows, from, to);
            case PEOPLE -> active(person, rows, from, to);
            case SESSIONS -> sessions(person, rows, from, to);
        }
    }

    private void events(Person person, Columns rows, int from, int to) {
        boolean quantity = question.measure().ofQuantities();
        for (int row = from; row < to; row++) {
            if (counts(rows, row) && (!quantity || quantities.carries(rows, row))) {
                at[0] = row;
                occurred(person, rows, 1);
            }
        }
    }

    private void active(Person person, Columns rows, int from, int to) {
        active.of(rows, from, to, (part, intervals) -> {
            for (int i = 0; i < intervals.size(); i++) {
                at[0] = intervals.row(i);
                sink.occurred(person, rows, part, intervals.number(i), at, 1);
            }
            at[0] = intervals.row(0);
            sink.occurred(person, rows, part, WHOLE, at, 1);
        });
    }

    private void sessions(Person person, Columns rows, int from, int to) {
        var times = rows.times();
        int count = 0;
        for (int row = from; row < to; row++) {
            if (!counts(rows, row)) {
                continue;
            }
            if (count > 0 && times[row] - times[at[count - 1]] > question.gap()) {
                occurred(person, rows, count);
                count = 0;
            }
            if (count == at.length) {
                at = Arrays.copyOf(at, count * 2);
            }
            at[count++] = row;
        }
        if (count > 0) {
            occurred(person, rows, count);
        }
    }

    /** Counts once for its interval and once for all of them. */
    private void occurred(Person person, Columns rows, int count) {
        long interval = question.calendar().number(rows.times()[at[0]]);
        sink.occurred(person, rows, 0, interval, at, count);
        sink.occurred(person, rows, 0, WHOLE, at, count);
        if (breakdown.size() > 0) {
            int part = breakdown.of(rows, at[0]) + 1;
            sink.occurred(person, rows, part, interval, at, count);
            sink.occurred(person, rows, part, WHOLE, at, count);
        }
    }

    private boolean counts(Columns rows, int row) {
        return (masks.of(rows, row) & 1) != 0 && question.range().contains(rows.times()[row]);
    }
}
