package io.journey360.analytics.attribution;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import java.math.BigDecimal;
import java.util.Arrays;

/** What one thread has credited. Sums are exact, so nothing depends on their order. */
final class AttributionTally implements Credits.Sink {

    /** Credit of one part, or of all goals. */
    static final class Sum {
        long goals;
        private long wholes;
        private long shares;
        final BigDecimal[] amounts;
        final long[] withAmount;

        Sum(int currencies) {
            amounts = new BigDecimal[currencies];
            Arrays.fill(amounts, BigDecimal.ZERO);
            withAmount = new long[currencies];
        }

        void credit(long share) {
            goals++;
            shares += share;
            wholes += shares / AttributionModel.WHOLE;
            shares %= AttributionModel.WHOLE;
        }

        void amount(int currency, BigDecimal amount) {
            withAmount[currency]++;
            amounts[currency] = amounts[currency].add(amount);
        }

        BigDecimal credit() {
            return BigDecimal.valueOf(wholes).add(BigDecimal.valueOf(shares, AttributionModel.SCALE));
        }

        void add(Sum other) {
            goals += other.goals;
            wholes += other.wholes;
            shares += other.shares;
            wholes += shares / AttributionModel.WHOLE;
            shares %= AttributionModel.WHOLE;
            for (int i = 0; i < amounts.length; i++) {
                withAmount[i] += other.withAmount[i];
                amounts[i] = amounts[i].add(other.amounts[i]);
            }
        }
    }

    private final Amounts amounts;
    private final Sum[] parts;
    private final Sum all;
    private final Sum unattributed;

    AttributionTally(int parts, Amounts amounts) {
        this.amounts = amounts;
        this.parts = new Sum[parts];
        Arrays.setAll(this.parts, i -> new Sum(amounts.currencies().size()));
        this.all = new Sum(amounts.currencies().size());
        this.unattributed = new Sum(amounts.currencies().size());
    }

    Sum part(int number) {
        return parts[number];
    }

    Sum all() {
        return all;
    }

    Sum withoutTouches() {
        return unattributed;
    }

    @Override
    public void attributed(
            Person person,
            Columns rows,
            int goal,
            int[] touches,
            int count,
            int[] touched,
            long[] credits,
            int partCount) {
        count(all, rows, goal);
        int currency = amounts.currency(rows, goal);
        for (int i = 0; i < partCount; i++) {
            var part = parts[touched[i]];
            part.credit(credits[i]);
            if (currency >= 0) {
                part.amount(currency, amountOf(amounts, rows, goal, credits[i]));
            }
        }
    }

    /** Exact: a share is a whole number of the smallest ones. */
    static BigDecimal amountOf(Amounts amounts, Columns rows, int goal, long share) {
        return amounts.amount(rows, goal).multiply(BigDecimal.valueOf(share, AttributionModel.SCALE));
    }

    @Override
    public void unattributed(Person person, Columns rows, int goal) {
        count(all, rows, goal);
        count(unattributed, rows, goal);
    }

    private void count(Sum sum, Columns rows, int goal) {
        sum.credit(AttributionModel.WHOLE);
        int currency = amounts.currency(rows, goal);
        if (currency >= 0) {
            sum.amount(currency, amounts.amount(rows, goal));
        }
    }
}
