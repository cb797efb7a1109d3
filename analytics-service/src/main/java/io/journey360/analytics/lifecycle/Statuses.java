package io.journey360.analytics.lifecycle;

import io.journey360.analytics.activity.ActiveIntervals;
import io.journey360.analytics.activity.ActiveParts;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.query.TimeRange;

/** Finds what a person is in each interval, for counting and for explaining alike. */
final class Statuses implements Visitor {

    interface Sink {

        /**
         * @param part 0 for all events, else 1 more than in the breakdown
         * @param before row of the first event in the last active interval before; -1 if there is none
         * @param in row of the first event in the interval; -1 if there is none
         */
        void status(Person person, Columns rows, int part, long interval, Lifecycle.Status status, int before, int in);
    }

    private static final int NONE = -1;

    private final ActiveParts active;
    private final Sink sink;

    Statuses(Lifecycle question, EventMasks masks, Breakdown breakdown, Sink sink) {
        this.active = new ActiveParts(masks, TimeRange.ALL, question.calendar(), breakdown);
        this.sink = sink;
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        active.of(rows, from, to, (part, intervals) -> part(person, rows, part, intervals));
    }

    private void part(Person person, Columns rows, int part, ActiveIntervals intervals) {
        long number = intervals.number(0);
        int row = intervals.row(0);
        sink.status(person, rows, part, number, Lifecycle.Status.NEW, NONE, row);
        for (int i = 1; i < intervals.size(); i++) {
            long next = intervals.number(i);
            int nextRow = intervals.row(i);
            if (next == number + 1) {
                sink.status(person, rows, part, next, Lifecycle.Status.RETURNING, row, nextRow);
            } else {
                sink.status(person, rows, part, number + 1, Lifecycle.Status.DORMANT, row, NONE);
                sink.status(person, rows, part, next, Lifecycle.Status.RESURRECTING, row, nextRow);
            }
            number = next;
            row = nextRow;
        }
        sink.status(person, rows, part, number + 1, Lifecycle.Status.DORMANT, row, NONE);
    }
}
