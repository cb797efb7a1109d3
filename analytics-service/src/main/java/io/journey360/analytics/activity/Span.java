package io.journey360.analytics.activity;

import io.journey360.analytics.query.Calendar;
import io.journey360.analytics.query.TimeRange;
import io.journey360.platform.problem.Problem;

/**
 * The consecutive intervals that an answer shows: with a {@code from} from its interval on, else from the first event's; with a
 * {@code to} up to its interval as far as it has begun, else up to the last event's. Those without events are shown too.
 *
 * @param first number of the first interval
 * @param size 0 when there is none
 */
public record Span(long first, int size) {

    public static final int MAX_SIZE = 10_000;

    private static final long MAX_FIGURES = 100_000;

    private static final Span EMPTY = new Span(0, 0);

    /**
     * @param openUntil as of when, in milliseconds since 1970
     * @param behind how many intervals behind the last event's are shown without a {@code to}, as far as they have begun
     * @throws Problem 400 when there are more than {@value #MAX_SIZE}
     */
    public static Span of(Calendar calendar, TimeRange range, Extent extent, long openUntil, int behind) {
        boolean bounded = range.from() != Long.MIN_VALUE && range.to() != Long.MAX_VALUE;
        if (extent.events() == 0 && !bounded) {
            return EMPTY;
        }
        long first = calendar.number(range.from() == Long.MIN_VALUE ? extent.firstMillis() : range.from());
        long begun = calendar.number(openUntil);
        long lastActive = extent.events() == 0 ? Long.MIN_VALUE : calendar.number(extent.lastMillis());
        long last;
        if (range.to() == Long.MAX_VALUE) {
            last = Math.max(lastActive, Math.min(lastActive + behind, begun));
        } else {
            last = Math.min(calendar.number(range.to() - 1), Math.max(lastActive, begun));
        }
        if (last < first) {
            return EMPTY;
        }
        if (last - first >= MAX_SIZE) {
            throw Problem.invalid(
                    "/interval",
                    "would give more than %,d intervals: ask for longer ones, or with from and to for fewer"
                            .formatted(MAX_SIZE));
        }
        return new Span(first, (int) (last - first + 1));
    }

    /**
     * @param series how many there are of each interval's figures
     * @throws Problem 400 when that is too much for one answer
     */
    public Span times(int series) {
        if ((long) size * series > MAX_FIGURES) {
            throw Problem.invalid(
                    "/interval",
                    "would give %,d times %,d figures: ask for longer intervals, or with from and to for fewer"
                            .formatted(size, series));
        }
        return this;
    }

    public long last() {
        return first + size - 1;
    }

    public boolean contains(long number) {
        return number >= first && number - first < size;
    }

    /** From 0. */
    public int index(long number) {
        return (int) (number - first);
    }

    public long number(int index) {
        return first + index;
    }
}
