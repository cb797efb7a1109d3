package io.journey360.analytics.retention;

import io.journey360.analytics.activity.ActiveIntervals;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Visitor;

/** Finds a person's cohorts and the periods they are retained in, for counting and for explaining alike. */
final class Returns implements Visitor {

    static final long START = 1;
    static final long BACK = 2;

    interface Sink {

        /** @param start row of the person's first start event in the interval */
        void member(Person person, Columns rows, long cohort, int start);

        /**
         * @param period from 1
         * @param back row of the first return event that counts for the period
         */
        void retained(Person person, Columns rows, long cohort, int start, int period, int back);
    }

    private final Retention question;
    private final EventMasks masks;
    private final Sink sink;
    private final ActiveIntervals starts;
    private final ActiveIntervals backs;

    Returns(Retention question, EventMasks masks, Sink sink) {
        this.question = question;
        this.masks = masks;
        this.sink = sink;
        this.starts = new ActiveIntervals(question.calendar());
        this.backs = new ActiveIntervals(question.calendar());
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        starts.clear();
        backs.clear();
        var times = rows.times();
        boolean started = false;
        for (int row = from; row < to; row++) {
            long mask = masks.of(rows, row);
            if ((mask & START) != 0) {
                boolean counts = !question.firstTime() || !started;
                if (counts && question.range().contains(times[row])) {
                    starts.add(times[row], row);
                }
                started = true;
            }
            if ((mask & BACK) != 0 && starts.size() > 0) {
                backs.add(times[row], row);
            }
        }
        for (int i = 0; i < starts.size(); i++) {
            cohort(person, rows, starts.number(i), starts.row(i));
        }
    }

    private void cohort(Person person, Columns rows, long cohort, int start) {
        sink.member(person, rows, cohort, start);
        int next = 1;
        for (int i = backs.firstFrom(cohort + 1); i < backs.size() && next <= question.periods(); i++) {
            long period = backs.number(i) - cohort;
            if (!question.orAfter()) {
                if (period <= question.periods()) {
                    sink.retained(person, rows, cohort, start, (int) period, backs.row(i));
                }
            } else {
                while (next <= Math.min(period, question.periods())) {
                    sink.retained(person, rows, cohort, start, next, backs.row(i));
                    next++;
                }
            }
        }
    }
}
