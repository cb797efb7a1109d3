package io.journey360.analytics.stickiness;

import io.journey360.analytics.activity.ActiveIntervals;
import io.journey360.analytics.activity.ActiveParts;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Visitor;
import org.jspecify.annotations.Nullable;

/** Finds in how many intervals a person is active, for counting and for explaining alike. */
final class Habits implements Visitor {

    interface Sink {

        /**
         * @param part 0 for all events, else 1 more than in the breakdown
         * @param per number of the longer interval; null for all time together
         * @param from index of the first active interval; those up to {@code to}, exclusive, count
         */
        void active(
                Person person, Columns rows, int part, @Nullable Long per, ActiveIntervals intervals, int from, int to);
    }

    private final Stickiness question;
    private final ActiveParts active;
    private final Sink sink;

    Habits(Stickiness question, EventMasks masks, Breakdown breakdown, Sink sink) {
        this.question = question;
        this.active = new ActiveParts(masks, question.range(), question.calendar(), breakdown);
        this.sink = sink;
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        active.of(rows, from, to, (part, intervals) -> part(person, rows, part, intervals));
    }

    private void part(Person person, Columns rows, int part, ActiveIntervals intervals) {
        sink.active(person, rows, part, null, intervals, 0, intervals.size());
        var per = question.per();
        if (per == null) {
            return;
        }
        int first = 0;
        long number = per.number(rows.times()[intervals.row(0)]);
        for (int i = 1; i <= intervals.size(); i++) {
            long next = i == intervals.size() ? number + 1 : per.number(rows.times()[intervals.row(i)]);
            if (next != number) {
                sink.active(person, rows, part, number, intervals, first, i);
                first = i;
                number = next;
            }
        }
    }
}
