package io.journey360.analytics.stickiness;

import io.journey360.analytics.activity.ActiveIntervals;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.query.Evidence;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands on the people that are active so often: with the first event in each interval, and how many those are. */
final class StickinessEvidence implements Habits.Sink {

    /**
     * @param part 0 for all events, else 1 more than in the breakdown
     * @param per number of the longer interval; null for all time together
     * @param most intervals
     */
    record Wanted(int part, @Nullable Long per, int least, int most) {}

    private final Wanted wanted;
    private final Evidence evidence;

    StickinessEvidence(Wanted wanted, Evidence evidence) {
        this.wanted = wanted;
        this.evidence = evidence;
    }

    @Override
    public void active(
            Person person, Columns rows, int part, @Nullable Long per, ActiveIntervals intervals, int from, int to) {
        int count = to - from;
        if (part != wanted.part || !Objects.equals(per, wanted.per) || count < wanted.least || count > wanted.most) {
            return;
        }
        var at = new int[count];
        for (int i = 0; i < count; i++) {
            at[i] = intervals.row(from + i);
        }
        evidence.add(person, rows, at, count, count);
    }
}
