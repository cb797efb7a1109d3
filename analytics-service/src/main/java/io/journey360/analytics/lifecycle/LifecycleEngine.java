package io.journey360.analytics.lifecycle;

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
import io.journey360.analytics.query.TimeRange;
import java.util.ArrayList;
import java.util.List;

/** Answers questions about lifecycles from a snapshot of the index. */
final class LifecycleEngine {

    private final Snapshot snapshot;
    private final Query query;
    private final Lifecycle question;
    private final long openUntil;
    private final EventMasks masks;

    /** @param openUntil as of when, in milliseconds since 1970 */
    LifecycleEngine(Snapshot snapshot, Query query, Lifecycle question, long openUntil) {
        this.snapshot = snapshot;
        this.query = query;
        this.question = question;
        this.openUntil = openUntil;
        this.masks = EventMasks.of(snapshot, question.filter(), List.of(EventFilter.ALL));
    }

    LifecycleResult run() {
        var extent = extent();
        var breakdown = extent.breakdown();
        var span = span(extent).times(breakdown.size() + 1);
        var tallies =
                snapshot
                        .scan(query, Snapshot.By.PERSON, question.people(), () -> new Counting(span, breakdown))
                        .stream()
                        .map(counting -> counting.counts)
                        .toList();
        var parts = new ArrayList<LifecycleResult.Part>();
        for (int i = 0; i < breakdown.size(); i++) {
            parts.add(new LifecycleResult.Part(breakdown.part(i), points(span, tallies, i + 1)));
        }
        return new LifecycleResult(points(span, tallies, 0), parts);
    }

    Extent extent() {
        return Extent.of(snapshot, query, question.people(), masks, 1, TimeRange.ALL, question.breakdown());
    }

    /** One interval behind the last active one shows who fell dormant. */
    Span span(Extent extent) {
        return Span.of(question.calendar(), question.range(), extent, openUntil, 1);
    }

    Visitor visitor(Breakdown breakdown, Statuses.Sink sink) {
        return new Statuses(question, masks, breakdown, sink);
    }

    private final class Counting implements Visitor, Statuses.Sink {

        private final Span span;
        private final long[][][] counts;
        private final Visitor statuses;

        Counting(Span span, Breakdown breakdown) {
            this.span = span;
            this.counts = new long[breakdown.size() + 1][Lifecycle.Status.values().length][span.size()];
            this.statuses = visitor(breakdown, this);
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            statuses.person(person, rows, from, to);
        }

        @Override
        public void status(
                Person person, Columns rows, int part, long interval, Lifecycle.Status status, int before, int in) {
            if (span.contains(interval)) {
                counts[part][status.ordinal()][span.index(interval)]++;
            }
        }
    }

    private List<LifecycleResult.Point> points(Span span, List<long[][][]> tallies, int part) {
        var points = new ArrayList<LifecycleResult.Point>();
        for (int i = 0; i < span.size(); i++) {
            var counts = new long[Lifecycle.Status.values().length];
            for (var tally : tallies) {
                for (int status = 0; status < counts.length; status++) {
                    counts[status] += tally[part][status][i];
                }
            }
            points.add(new LifecycleResult.Point(
                    question.calendar().start(span.number(i)),
                    question.calendar().startMillis(span.number(i) + 1) <= openUntil,
                    counts[Lifecycle.Status.NEW.ordinal()],
                    counts[Lifecycle.Status.RETURNING.ordinal()],
                    counts[Lifecycle.Status.RESURRECTING.ordinal()],
                    counts[Lifecycle.Status.DORMANT.ordinal()]));
        }
        return points;
    }
}
