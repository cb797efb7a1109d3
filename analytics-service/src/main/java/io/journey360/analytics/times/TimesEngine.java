package io.journey360.analytics.times;

import io.journey360.analytics.activity.Extent;
import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Answers questions about times from a snapshot of the index. */
final class TimesEngine {

    private TimesEngine() {}

    /** @param openUntil as of when, in milliseconds since 1970 */
    static TimesResult run(Snapshot snapshot, Query query, Times question, long openUntil) {
        var masks = masks(snapshot, question);
        var breakdown = breakdown(snapshot, query, question, masks);
        var tallies = snapshot
                .scan(
                        query,
                        question.by(),
                        question.people(),
                        () -> new Counting(question, masks, openUntil, breakdown))
                .stream()
                .map(visitor -> visitor.tally)
                .toList();
        var parts = new ArrayList<TimesResult.Part>();
        for (int i = 0; i < breakdown.size(); i++) {
            int number = i;
            parts.add(new TimesResult.Part(breakdown.part(i), figures(tallies, tally -> tally.part(number))));
        }
        return new TimesResult(figures(tallies, TimesTally::whole), parts);
    }

    static EventMasks masks(Snapshot snapshot, Times question) {
        return EventMasks.of(snapshot, question.filter(), List.of(question.start(), question.end()));
    }

    static Breakdown breakdown(Snapshot snapshot, Query query, Times question, EventMasks masks) {
        return question.breakdown() == null
                ? Breakdown.NONE
                : Extent.of(
                                snapshot,
                                query,
                                question.people(),
                                masks,
                                Pairs.START,
                                question.range(),
                                question.breakdown())
                        .breakdown();
    }

    private static final class Counting implements Visitor {

        private final TimesTally tally;
        private final Pairs pairs;

        Counting(Times question, EventMasks masks, long openUntil, Breakdown breakdown) {
            tally = new TimesTally(breakdown);
            pairs = new Pairs(question, masks, openUntil, tally);
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            pairs.person(person, rows, from, to);
        }
    }

    private static TimesResult.Figures figures(List<TimesTally> tallies, Function<TimesTally, TimesTally.Part> part) {
        var times = new ArrayList<Durations>();
        long ended = 0;
        long notEnded = 0;
        long open = 0;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (var tally : tallies) {
            var counted = part.apply(tally);
            times.add(counted.times);
            ended += counted.times.size();
            notEnded += counted.notEnded;
            open += counted.open;
            min = Math.min(min, counted.min);
            max = Math.max(max, counted.max);
        }
        return TimesResult.Figures.of(ended, notEnded, open, min, max, times);
    }
}
