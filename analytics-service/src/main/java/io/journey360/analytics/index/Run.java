package io.journey360.analytics.index;

/**
 * Persons whose rows lie in the same arrays, shown together so that a loop over very many of them is one loop. Person i of
 * {@link #count()} has the rows from {@code starts()[startsAt() + i]} to {@code ends()[endsAt() + i]}, in order and at least
 * one. Only times, kinds and attributes of the rows are there. The same object for all that a visitor is shown, so valid
 * during the call only.
 */
public final class Run {

    /** A bit per type of event, by its ordinal: the person has one. */
    public static final int TYPES = (1 << 12) - 1;

    /** Two of the person's events have the same time. */
    public static final int SAME_TIME = 1 << 15;

    /** The person's log positions never go down from one row to the next. */
    static final int ASCENDING = 1 << 14;

    private Columns rows = new Columns(0, false);
    private int[] starts = {};
    private int startsAt;
    private int[] ends = {};
    private int endsAt;
    private char[] traits = {};
    private int traitsAt;
    private int count;
    private long knownUpTo;

    Run() {}

    /** Persons next to each other: each one's rows end where the next one's begin. */
    Run of(Columns ofRows, int[] offsets, char[] ofTraits, int first, int persons) {
        return of(ofRows, offsets, first, offsets, first + 1, ofTraits, first, persons);
    }

    Run of(
            Columns ofRows,
            int[] ofStarts,
            int firstStart,
            int[] ofEnds,
            int firstEnd,
            char[] ofTraits,
            int firstTraits,
            int persons) {
        rows = ofRows;
        starts = ofStarts;
        startsAt = firstStart;
        ends = ofEnds;
        endsAt = firstEnd;
        traits = ofTraits;
        traitsAt = firstTraits;
        count = persons;
        knownUpTo = Long.MAX_VALUE;
        return this;
    }

    public Columns rows() {
        return rows;
    }

    public int count() {
        return count;
    }

    public int[] starts() {
        return starts;
    }

    public int startsAt() {
        return startsAt;
    }

    public int[] ends() {
        return ends;
    }

    public int endsAt() {
        return endsAt;
    }

    /** Whether each person's rows end where the next one's begin. */
    public boolean adjacent() {
        return starts == ends && endsAt == startsAt + 1;
    }

    Run knownUpTo(long position) {
        knownUpTo = position;
        return this;
    }

    /**
     * Rows at a higher log position are not to be looked at; {@link Long#MAX_VALUE} where there are none, which is always so for
     * a visitor that does not {@link RunVisitor#looksAtPositions() look at positions}.
     */
    public long knownUpTo() {
        return knownUpTo;
    }

    /** By person from {@link #traitsAt()}: {@link #TYPES} and {@link #SAME_TIME}, exactly. */
    public char[] traits() {
        return traits;
    }

    public int traitsAt() {
        return traitsAt;
    }
}
