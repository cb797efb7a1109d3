package io.journey360.analytics.retention;

import io.journey360.analytics.activity.Span;
import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;

/** What one thread has counted: persons by part, cohort and period, part 0 being all. */
final class RetentionTally implements Returns.Sink {

    private final Span cohorts;
    private final Breakdown breakdown;
    private final long[][][] counts;

    RetentionTally(Span cohorts, int periods, Breakdown breakdown) {
        this.cohorts = cohorts;
        this.breakdown = breakdown;
        this.counts = new long[breakdown.size() + 1][cohorts.size()][periods + 1];
    }

    long count(int part, int cohort, int period) {
        return counts[part][cohort][period];
    }

    @Override
    public void member(Person person, Columns rows, long cohort, int start) {
        count(rows, cohort, start, 0);
    }

    @Override
    public void retained(Person person, Columns rows, long cohort, int start, int period, int back) {
        count(rows, cohort, start, period);
    }

    private void count(Columns rows, long cohort, int start, int period) {
        int at = cohorts.index(cohort);
        counts[0][at][period]++;
        if (counts.length > 1) {
            counts[1 + breakdown.of(rows, start)][at][period]++;
        }
    }
}
