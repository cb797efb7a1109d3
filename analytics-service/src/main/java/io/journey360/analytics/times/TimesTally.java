package io.journey360.analytics.times;

import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import java.util.Arrays;

/** What one thread has counted. */
final class TimesTally implements Pairs.Sink {

    /** All starts, or those of one part of the breakdown. */
    static final class Part {
        final Durations times = new Durations();
        long notEnded;
        long open;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;

        private void ended(long millis) {
            times.add(millis);
            min = Math.min(min, millis);
            max = Math.max(max, millis);
        }

        private void notEnded(boolean isOpen) {
            notEnded++;
            open += isOpen ? 1 : 0;
        }
    }

    private final Breakdown breakdown;
    private final Part whole = new Part();
    private final Part[] parts;

    TimesTally(Breakdown breakdown) {
        this.breakdown = breakdown;
        this.parts = new Part[breakdown.size()];
        Arrays.setAll(parts, i -> new Part());
    }

    Part whole() {
        return whole;
    }

    Part part(int number) {
        return parts[number];
    }

    @Override
    public void ended(Person person, Columns rows, int start, int end) {
        long millis = rows.times()[end] - rows.times()[start];
        whole.ended(millis);
        if (parts.length > 0) {
            parts[breakdown.of(rows, start)].ended(millis);
        }
    }

    @Override
    public void notEnded(Person person, Columns rows, int start, boolean open) {
        whole.notEnded(open);
        if (parts.length > 0) {
            parts[breakdown.of(rows, start)].notEnded(open);
        }
    }
}
