package io.journey360.analytics.attribution;

import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Visitor;
import java.util.Arrays;

/** Shares out the credit for each of a person's goals, for counting and for explaining alike. */
final class Credits implements Visitor {

    static final long GOAL = 1;
    static final long TOUCH = -1L & ~GOAL;

    interface Sink {

        /**
         * A goal with its touches.
         *
         * @param touches rows, ascending: the first {@code count} of these
         * @param parts distinct parts of the breakdown that were touched: the first {@code partCount} of these
         * @param credits by the same index, in {@link AttributionModel#WHOLE}
         */
        void attributed(
                Person person,
                Columns rows,
                int goal,
                int[] touches,
                int count,
                int[] parts,
                long[] credits,
                int partCount);

        void unattributed(Person person, Columns rows, int goal);
    }

    private final Query query;
    private final Attribution question;
    private final EventMasks masks;
    private final Breakdown breakdown;
    private final Sink sink;
    private int[] touches = new int[16];
    private long[] ages = new long[16];
    private long[] shares = new long[16];
    private final long[] byPart;
    private final int[] parts;
    private final long[] credits;

    Credits(Query query, Attribution question, EventMasks masks, Breakdown breakdown, Sink sink) {
        this.query = query;
        this.question = question;
        this.masks = masks;
        this.breakdown = breakdown;
        this.sink = sink;
        this.byPart = new long[breakdown.size()];
        this.parts = new int[breakdown.size()];
        this.credits = new long[breakdown.size()];
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        var times = rows.times();
        for (int row = from; row < to; row++) {
            if ((masks.of(rows, row) & GOAL) != 0 && question.range().contains(times[row])) {
                goal(person, rows, from, to, row);
            }
        }
    }

    private void goal(Person person, Columns rows, int from, int to, int goal) {
        query.check(); // one person with very many goals and touches can take long
        var times = rows.times();
        long time = times[goal];
        int first = goal;
        while (first > from && time - times[first - 1] <= question.lookback()) {
            first--;
        }
        int count = 0;
        for (int row = first; row < to && times[row] <= time; row++) {
            if (row != goal && (masks.of(rows, row) & TOUCH) != 0 && breakdown.of(rows, row) >= 0) {
                if (count == touches.length) {
                    touches = Arrays.copyOf(touches, count * 2);
                    ages = Arrays.copyOf(ages, count * 2);
                    shares = Arrays.copyOf(shares, count * 2);
                }
                touches[count] = row;
                ages[count++] = time - times[row];
            }
        }
        if (count == 0) {
            sink.unattributed(person, rows, goal);
            return;
        }
        question.model().share(ages, count, question.halfLife(), shares);
        sink.attributed(person, rows, goal, touches, count, parts, credits, sum(rows, count));
    }

    /** Puts together what each part gets. */
    private int sum(Columns rows, int count) {
        boolean once = question.model() == AttributionModel.PARTICIPATION;
        long touched = 0; // a bit per part: there are fewer than 64
        for (int i = 0; i < count; i++) {
            int part = breakdown.of(rows, touches[i]);
            byPart[part] = once || (touched >>> part & 1) == 0 ? shares[i] : byPart[part] + shares[i];
            touched |= 1L << part;
        }
        int distinct = 0;
        for (; touched != 0; touched &= touched - 1) {
            parts[distinct] = Long.numberOfTrailingZeros(touched);
            credits[distinct] = byPart[parts[distinct]];
            distinct++;
        }
        return distinct;
    }
}
