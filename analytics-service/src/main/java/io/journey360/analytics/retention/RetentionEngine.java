package io.journey360.analytics.retention;

import io.journey360.analytics.activity.Extent;
import io.journey360.analytics.activity.Span;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.query.TimeRange;
import io.journey360.platform.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions about retention from a snapshot of the index. */
final class RetentionEngine {

    private static final long MAX_CELLS = 100_000;

    private final Snapshot snapshot;
    private final Query query;
    private final Retention question;
    private final long openUntil;
    private final EventMasks masks;

    /** @param openUntil as of when, in milliseconds since 1970 */
    RetentionEngine(Snapshot snapshot, Query query, Retention question, long openUntil) {
        this.snapshot = snapshot;
        this.query = query;
        this.question = question;
        this.openUntil = openUntil;
        this.masks = EventMasks.of(snapshot, question.filter(), List.of(question.start(), question.back()));
    }

    RetentionResult run() {
        var extent = extent();
        var cohorts = Span.of(question.calendar(), TimeRange.ALL, extent, openUntil, 0);
        var breakdown = extent.breakdown();
        if ((long) cohorts.size() * (question.periods() + 1) * (breakdown.size() + 1) > MAX_CELLS) {
            throw Problem.invalid(
                    "/periods",
                    "would give more than %,d figures: ask for fewer periods, longer intervals, or with from and to for fewer cohorts"
                            .formatted(MAX_CELLS));
        }
        var tallies =
                snapshot
                        .scan(query, Snapshot.By.PERSON, question.people(), () -> new Counting(cohorts, breakdown))
                        .stream()
                        .map(counting -> counting.tally)
                        .toList();
        var parts = new ArrayList<RetentionResult.Part>();
        for (int i = 0; i < breakdown.size(); i++) {
            parts.add(new RetentionResult.Part(breakdown.part(i), table(cohorts, tallies, i + 1)));
        }
        return new RetentionResult(table(cohorts, tallies, 0), parts);
    }

    Extent extent() {
        return Extent.of(
                snapshot, query, question.people(), masks, Returns.START, question.range(), question.breakdown());
    }

    Visitor visitor(Returns.Sink sink) {
        return new Returns(question, masks, sink);
    }

    private final class Counting implements Visitor {

        private final RetentionTally tally;
        private final Visitor returns;

        Counting(Span cohorts, Breakdown breakdown) {
            tally = new RetentionTally(cohorts, question.periods(), breakdown);
            returns = visitor(tally);
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            returns.person(person, rows, from, to);
        }
    }

    private RetentionResult.Table table(Span span, List<RetentionTally> tallies, int part) {
        var cohorts = new ArrayList<RetentionResult.Cohort>();
        for (int i = 0; i < span.size(); i++) {
            long number = span.number(i);
            long size = sum(tallies, part, i, 0);
            var periods = new ArrayList<RetentionResult.Period>();
            for (int period = 0; period <= question.periods() && (period == 0 || hasBegun(number + period)); period++) {
                long count = sum(tallies, part, i, period);
                periods.add(new RetentionResult.Period(period, count, ratio(count, size), isOver(number + period)));
            }
            cohorts.add(new RetentionResult.Cohort(question.calendar().start(number), size, isOver(number), periods));
        }
        return new RetentionResult.Table(cohorts, overall(cohorts));
    }

    /** Per period, the cohorts for which it is over, together. */
    private List<RetentionResult.Overall> overall(List<RetentionResult.Cohort> cohorts) {
        var overall = new ArrayList<RetentionResult.Overall>();
        for (int period = 0; period <= question.periods(); period++) {
            long size = 0;
            long count = 0;
            boolean any = false;
            for (var cohort : cohorts) {
                if (period < cohort.periods().size()
                        && cohort.periods().get(period).complete()) {
                    any = true;
                    size += cohort.size();
                    count += cohort.periods().get(period).count();
                }
            }
            if (any) {
                overall.add(new RetentionResult.Overall(period, size, count, ratio(count, size)));
            }
        }
        return overall;
    }

    private boolean hasBegun(long interval) {
        return question.calendar().startMillis(interval) <= openUntil;
    }

    private boolean isOver(long interval) {
        return question.calendar().startMillis(interval + 1) <= openUntil;
    }

    private static @Nullable Double ratio(long count, long size) {
        return size == 0 ? null : (double) count / size;
    }

    private static long sum(List<RetentionTally> tallies, int part, int cohort, int period) {
        return tallies.stream()
                .mapToLong(tally -> tally.count(part, cohort, period))
                .sum();
    }
}
