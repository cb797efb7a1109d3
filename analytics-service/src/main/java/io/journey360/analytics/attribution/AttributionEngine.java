package io.journey360.analytics.attribution;

import io.journey360.analytics.activity.Extent;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Answers questions about attribution from a snapshot of the index. */
final class AttributionEngine {

    /** Decimals of credits, which are counts. */
    private static final int DECIMALS = 6;

    private final Snapshot snapshot;
    private final Query query;
    private final Attribution question;
    private final EventMasks masks;
    private final Amounts amounts;

    AttributionEngine(Snapshot snapshot, Query query, Attribution question) {
        this.snapshot = snapshot;
        this.query = query;
        this.question = question;
        var filters = new ArrayList<EventFilter>();
        filters.add(question.goal());
        filters.addAll(question.touches());
        this.masks = EventMasks.of(snapshot, question.filter(), filters);
        this.amounts = Amounts.of(snapshot);
    }

    AttributionResult run() {
        var breakdown = breakdown();
        var tallies =
                snapshot.scan(query, Snapshot.By.PERSON, question.people(), () -> new Counting(breakdown)).stream()
                        .map(counting -> counting.tally)
                        .toList();
        var credits = new ArrayList<AttributionResult.Credit>();
        for (int i = 0; i < breakdown.size(); i++) {
            int part = i;
            var sum = sum(tallies, tally -> tally.part(part));
            if (sum.goals > 0) {
                credits.add(new AttributionResult.Credit(
                        breakdown.part(i).value(),
                        breakdown.part(i).other(),
                        part,
                        sum.goals,
                        rounded(sum.credit()),
                        values(sum)));
            }
        }
        credits.sort(Comparator.comparing(AttributionResult.Credit::count)
                .reversed()
                .thenComparing(AttributionResult.Credit::part));
        var all = sum(tallies, AttributionTally::all);
        var without = sum(tallies, AttributionTally::withoutTouches);
        return new AttributionResult(
                all.goals, values(all), credits, new AttributionResult.Unattributed(without.goals, values(without)));
    }

    Breakdown breakdown() {
        return Extent.ofValues(snapshot, query, question.people(), masks, Credits.TOUCH, question.by());
    }

    Amounts amounts() {
        return amounts;
    }

    Visitor visitor(Breakdown breakdown, Credits.Sink sink) {
        return new Credits(query, question, masks, breakdown, sink);
    }

    private final class Counting implements Visitor {

        private final AttributionTally tally;
        private final Visitor credits;

        Counting(Breakdown breakdown) {
            tally = new AttributionTally(breakdown.size(), amounts);
            credits = visitor(breakdown, tally);
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            credits.person(person, rows, from, to);
        }
    }

    private AttributionTally.Sum sum(
            List<AttributionTally> tallies, Function<AttributionTally, AttributionTally.Sum> part) {
        var sum = new AttributionTally.Sum(amounts.currencies().size());
        tallies.forEach(tally -> sum.add(part.apply(tally)));
        return sum;
    }

    private List<AttributionResult.Value> values(AttributionTally.Sum sum) {
        var values = new ArrayList<AttributionResult.Value>();
        for (int currency = 0; currency < sum.amounts.length; currency++) {
            if (sum.withAmount[currency] > 0) {
                values.add(new AttributionResult.Value(
                        amounts.currencies().get(currency), amounts.rounded(sum.amounts[currency], currency)));
            }
        }
        return values;
    }

    private static BigDecimal rounded(BigDecimal credit) {
        return credit.setScale(DECIMALS, RoundingMode.HALF_UP);
    }
}
