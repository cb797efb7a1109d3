package io.journey360.analytics.stickiness;

import io.journey360.analytics.activity.ActiveIntervals;
import io.journey360.analytics.activity.Extent;
import io.journey360.analytics.activity.Span;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.query.Calendar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions about stickiness from a snapshot of the index. */
final class StickinessEngine {

    private final Snapshot snapshot;
    private final Query query;
    private final Stickiness question;
    private final long openUntil;
    private final EventMasks masks;

    /** @param openUntil as of when, in milliseconds since 1970 */
    StickinessEngine(Snapshot snapshot, Query query, Stickiness question, long openUntil) {
        this.snapshot = snapshot;
        this.query = query;
        this.question = question;
        this.openUntil = openUntil;
        this.masks = EventMasks.of(snapshot, question.filter(), List.of(EventFilter.ALL));
    }

    /** The longer intervals, and how many of the shorter ones that the answer covers each has. */
    private record Longer(long first, int[] intervals) {

        static Longer of(Calendar calendar, Calendar per, Span span) {
            if (span.size() == 0) {
                return new Longer(0, new int[0]);
            }
            long first = per.number(calendar.startMillis(span.first()));
            var intervals = new int[(int) (per.number(calendar.startMillis(span.last())) - first) + 1];
            for (int i = 0; i < span.size(); i++) {
                intervals[(int) (per.number(calendar.startMillis(span.number(i))) - first)]++;
            }
            return new Longer(first, intervals);
        }
    }

    StickinessResult run() {
        var extent = extent();
        var breakdown = extent.breakdown();
        var span = Span.of(question.calendar(), question.range(), extent, openUntil, 0)
                .times(breakdown.size() + 1);
        var per = question.per();
        var longer = per == null ? null : Longer.of(question.calendar(), per, span);
        var tallies = snapshot
                .scan(query, Snapshot.By.PERSON, question.people(), () -> new Counting(span, longer, breakdown))
                .stream()
                .toList();
        var parts = new ArrayList<StickinessResult.Part>();
        for (int i = 0; i < breakdown.size(); i++) {
            parts.add(new StickinessResult.Part(
                    breakdown.part(i), whole(span, tallies, i + 1), spans(per, longer, tallies, i + 1)));
        }
        return new StickinessResult(whole(span, tallies, 0), spans(per, longer, tallies, 0), parts);
    }

    Extent extent() {
        return Extent.of(snapshot, query, question.people(), masks, 1, question.range(), question.breakdown());
    }

    Visitor visitor(Breakdown breakdown, Habits.Sink sink) {
        return new Habits(question, masks, breakdown, sink);
    }

    /** Persons by the number of intervals they are active in. */
    private final class Counting implements Visitor, Habits.Sink {

        private final long[][] whole;
        private final long[][][] spans;
        private final @Nullable Longer longer;
        private final Visitor habits;

        Counting(Span span, @Nullable Longer longer, Breakdown breakdown) {
            this.longer = longer;
            this.whole = new long[breakdown.size() + 1][span.size() + 1];
            this.spans = new long[breakdown.size() + 1][longer == null ? 0 : longer.intervals.length][];
            for (var part : spans) {
                for (int i = 0; i < part.length && longer != null; i++) {
                    part[i] = new long[longer.intervals[i] + 1];
                }
            }
            this.habits = visitor(breakdown, this);
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            habits.person(person, rows, from, to);
        }

        @Override
        public void active(
                Person person,
                Columns rows,
                int part,
                @Nullable Long per,
                ActiveIntervals intervals,
                int from,
                int to) {
            if (per == null) {
                whole[part][to - from]++;
            } else if (longer != null) {
                spans[part][(int) (per - longer.first)][to - from]++;
            }
        }
    }

    private static StickinessResult.Figures whole(Span span, List<Counting> tallies, int part) {
        var counts = new long[span.size() + 1];
        tallies.forEach(tally -> add(counts, tally.whole[part]));
        return StickinessResult.Figures.of(span.size(), counts);
    }

    private @Nullable List<StickinessResult.PerSpan> spans(
            @Nullable Calendar per, @Nullable Longer longer, List<Counting> tallies, int part) {
        if (per == null || longer == null) {
            return null;
        }
        var spans = new ArrayList<StickinessResult.PerSpan>();
        for (int i = 0; i < longer.intervals.length; i++) {
            int at = i;
            var counts = new long[longer.intervals[i] + 1];
            tallies.forEach(tally -> add(counts, tally.spans[part][at]));
            spans.add(new StickinessResult.PerSpan(
                    per.start(longer.first + i),
                    per.startMillis(longer.first + i + 1) <= openUntil,
                    StickinessResult.Figures.of(longer.intervals[i], counts)));
        }
        return spans;
    }

    private static void add(long[] counts, long[] more) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += more[i];
        }
    }
}
