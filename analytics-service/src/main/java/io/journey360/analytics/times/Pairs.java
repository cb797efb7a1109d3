package io.journey360.analytics.times;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.query.TimeRange;

/** Finds a unit's starts and what ended them, for counting and for explaining alike. */
final class Pairs implements Visitor {

    static final long START = 1;
    static final long END = 2;

    private static final int NONE = -1;

    /** Takes every counted start of a unit, in order. */
    interface Sink {

        /** @param start its row; the end's may be smaller when both are at the same time */
        void ended(Person person, Columns rows, int start, int end);

        /** @param open whether an end that comes after as-of would still be within the window */
        void notEnded(Person person, Columns rows, int start, boolean open);
    }

    private final EventMasks masks;
    private final boolean each;
    private final long window;
    private final TimeRange range;
    private final long openSince;
    private final Sink sink;

    /**
     * @param masks {@link #START} and {@link #END}
     * @param openUntil as of when, in milliseconds since 1970
     */
    Pairs(Times question, EventMasks masks, long openUntil, Sink sink) {
        this.masks = masks;
        this.each = question.pairing() == Times.Pairing.EACH;
        this.window = question.window();
        this.range = question.range();
        this.openSince = openUntil - window;
        this.sink = sink;
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        if (each) {
            each(person, rows, from, to);
        } else {
            first(person, rows, from, to);
        }
    }

    private void first(Person person, Columns rows, int from, int to) {
        var times = rows.times();
        int firstStart = NONE;
        int lastStart = NONE;
        for (int block = from; block < to; ) {
            int blockEnd = endOfBlock(times, block, to);
            // The last two starts at this time: an event that is both is not its own start.
            int last = NONE;
            int beforeLast = NONE;
            for (int row = block; row < blockEnd; row++) {
                if ((masks.of(rows, row) & START) != 0 && range.contains(times[row])) {
                    beforeLast = last;
                    last = row;
                    firstStart = firstStart == NONE ? row : firstStart;
                }
            }
            int start = NONE;
            int end = NONE;
            for (int row = block; row < blockEnd; row++) {
                if ((masks.of(rows, row) & END) != 0) {
                    int latest = last != row ? last : beforeLast;
                    latest = latest == NONE ? lastStart : latest;
                    if (latest != NONE && times[row] - times[latest] <= window && latest > start) {
                        start = latest;
                        end = row;
                    }
                }
            }
            if (end != NONE) {
                sink.ended(person, rows, start, end);
                return;
            }
            lastStart = last == NONE ? lastStart : last;
            block = blockEnd;
        }
        if (firstStart != NONE) {
            sink.notEnded(person, rows, firstStart, times[lastStart] >= openSince);
        }
    }

    private void each(Person person, Columns rows, int from, int to) {
        var times = rows.times();
        int start = NONE;
        boolean ended = false;
        for (int block = from; block < to; ) {
            int blockEnd = endOfBlock(times, block, to);
            for (int row = block; row < blockEnd; row++) {
                long mask = masks.of(rows, row);
                if ((mask & START) != 0) {
                    if (start != NONE && !ended) {
                        if ((mask & END) == 0 || !end(person, rows, start, row)) {
                            notEnded(person, rows, start, false);
                        }
                    }
                    start = row;
                    ended = false;
                }
            }
            for (int row = block; row < blockEnd && start != NONE && !ended; row++) {
                if ((masks.of(rows, row) & (START | END)) == END) {
                    ended = end(person, rows, start, row);
                }
            }
            block = blockEnd;
        }
        if (start != NONE && !ended) {
            notEnded(person, rows, start, times[start] >= openSince);
        }
    }

    private boolean end(Person person, Columns rows, int start, int end) {
        if (rows.times()[end] - rows.times()[start] > window) {
            return false;
        }
        if (range.contains(rows.times()[start])) {
            sink.ended(person, rows, start, end);
        }
        return true;
    }

    private void notEnded(Person person, Columns rows, int start, boolean open) {
        if (range.contains(rows.times()[start])) {
            sink.notEnded(person, rows, start, open);
        }
    }

    private static int endOfBlock(long[] times, int block, int to) {
        int end = block + 1;
        while (end < to && times[end] == times[block]) {
            end++;
        }
        return end;
    }
}
