package io.journey360.analytics.trends;

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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions about trends from a snapshot of the index. */
final class TrendsEngine {

    private final Snapshot snapshot;
    private final Query query;
    private final Trends question;
    private final long openUntil;
    private final EventMasks masks;
    private final Quantities quantities;

    /** @param openUntil as of when, in milliseconds since 1970 */
    TrendsEngine(Snapshot snapshot, Query query, Trends question, long openUntil) {
        this.snapshot = snapshot;
        this.query = query;
        this.question = question;
        this.openUntil = openUntil;
        this.masks = EventMasks.of(snapshot, question.filter(), List.of(EventFilter.ALL));
        this.quantities = Quantities.of(snapshot, question.measure());
    }

    TrendsResult run() {
        var extent = extent();
        var breakdown = extent.breakdown();
        var span = span(extent).times(breakdown.size() + 1);
        var tallies =
                snapshot
                        .scan(query, Snapshot.By.PERSON, question.people(), () -> new Counting(span, breakdown))
                        .stream()
                        .toList();
        var parts = new ArrayList<TrendsResult.Part>();
        for (int i = 0; i < breakdown.size(); i++) {
            parts.add(new TrendsResult.Part(breakdown.part(i), series(span, tallies, i + 1)));
        }
        return new TrendsResult(series(span, tallies, 0), parts);
    }

    Extent extent() {
        return Extent.of(snapshot, query, question.people(), masks, 1, question.range(), question.breakdown());
    }

    Span span(Extent extent) {
        return Span.of(question.calendar(), question.range(), extent, openUntil, 0);
    }

    Quantities quantities() {
        return quantities;
    }

    Visitor visitor(Breakdown breakdown, Occurrences.Sink sink) {
        return new Occurrences(question, masks, quantities, breakdown, sink);
    }

    /** How many there are in one interval, and of quantities how much. */
    private static final class Cell {
        private final long[] counts;
        private final BigDecimal[] sums;

        Cell(int names) {
            counts = new long[names];
            sums = new BigDecimal[names];
            Arrays.fill(sums, BigDecimal.ZERO);
        }
    }

    /** Counts by part and interval; the last place of each part is for all intervals together. */
    private final class Counting implements Visitor, Occurrences.Sink {

        private final Span span;
        private final long[][] counts;
        private final @Nullable Cell[][] cells;
        private final Visitor occurrences;

        Counting(Span span, Breakdown breakdown) {
            this.span = span;
            this.counts = new long[breakdown.size() + 1][span.size() + 1];
            this.cells = question.measure().ofQuantities()
                    ? new @Nullable Cell[breakdown.size() + 1][span.size() + 1]
                    : new @Nullable Cell[0][0];
            this.occurrences = visitor(breakdown, this);
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            occurrences.person(person, rows, from, to);
        }

        @Override
        public void occurred(Person person, Columns rows, int part, long interval, int[] at, int count) {
            int place = interval == Occurrences.WHOLE ? span.size() : span.index(interval);
            counts[part][place]++;
            if (cells.length > 0) {
                var cell = cells[part][place];
                if (cell == null) {
                    cell = new Cell(quantities.names().size());
                    cells[part][place] = cell;
                }
                int name = quantities.name(rows, at[0]);
                cell.counts[name]++;
                cell.sums[name] = cell.sums[name].add(quantities.amount(rows, at[0]));
            }
        }
    }

    private TrendsResult.Series series(Span span, List<Counting> tallies, int part) {
        var points = new ArrayList<TrendsResult.Point>();
        for (int i = 0; i < span.size(); i++) {
            points.add(new TrendsResult.Point(
                    question.calendar().start(span.number(i)),
                    question.calendar().startMillis(span.number(i) + 1) <= openUntil,
                    count(tallies, part, i),
                    amounts(tallies, part, i)));
        }
        return new TrendsResult.Series(
                new TrendsResult.Total(count(tallies, part, span.size()), amounts(tallies, part, span.size())), points);
    }

    private static long count(List<Counting> tallies, int part, int place) {
        return tallies.stream().mapToLong(tally -> tally.counts[part][place]).sum();
    }

    private @Nullable List<TrendsResult.Amount> amounts(List<Counting> tallies, int part, int place) {
        if (!question.measure().ofQuantities()) {
            return null;
        }
        var names = quantities.names();
        var together = new Cell(names.size());
        for (var tally : tallies) {
            var cell = tally.cells[part][place];
            for (int name = 0; cell != null && name < names.size(); name++) {
                together.counts[name] += cell.counts[name];
                together.sums[name] = together.sums[name].add(cell.sums[name]);
            }
        }
        var amounts = new ArrayList<TrendsResult.Amount>();
        for (int name = 0; name < names.size(); name++) {
            if (together.counts[name] > 0) {
                amounts.add(TrendsResult.Amount.of(
                        question.measure(), names.get(name), together.counts[name], together.sums[name]));
            }
        }
        return amounts;
    }
}
