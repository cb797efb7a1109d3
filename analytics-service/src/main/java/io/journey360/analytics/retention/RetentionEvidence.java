package io.journey360.analytics.retention;

import io.journey360.analytics.filter.Breakdown;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.query.Evidence;
import io.journey360.analytics.query.FigurePath;
import java.util.Optional;

/** Hands on the people that one figure counts: with their start event and, from period 1 on, the return event. */
final class RetentionEvidence implements Returns.Sink {

    /**
     * Whom a figure is made of.
     *
     * @param part of the breakdown; -1 for all
     * @param cohort index in the answer; -1 for all for which the period is over
     * @param member everybody in the cohorts, rather than those retained in the period
     */
    record Wanted(int part, int cohort, int period, boolean member) {

        /** @param path into an answer */
        static Optional<Wanted> of(FigurePath path) {
            if (path.is(0, "breakdown")) {
                return path.index(1) < 0 ? Optional.empty() : of(path.from(2), path.index(1));
            }
            return of(path, -1);
        }

        private static Optional<Wanted> of(FigurePath path, int part) {
            int index = path.index(1);
            if (path.is(0, "cohorts") && path.is(2, "size") && path.size() == 3) {
                return Optional.of(new Wanted(part, index, 0, true));
            }
            if (path.is(0, "cohorts") && path.is(2, "periods") && path.size() == 5 && counts(path.part(4))) {
                return Optional.of(new Wanted(part, index, path.index(3), path.index(3) == 0));
            }
            if (path.is(0, "overall") && path.size() == 3) {
                if (path.is(2, "size")) {
                    return Optional.of(new Wanted(part, -1, index, true));
                }
                if (counts(path.part(2))) {
                    return Optional.of(new Wanted(part, -1, index, index == 0));
                }
            }
            return Optional.empty();
        }

        private static boolean counts(String name) {
            return name.equals("count") || name.equals("ratio");
        }
    }

    private final Wanted wanted;
    private final long cohort;
    private final long lastCohort;
    private final Breakdown breakdown;
    private final Evidence evidence;
    private final int[] pair = new int[2];

    /**
     * @param cohort number of the first wanted interval
     * @param lastCohort number of the last
     */
    RetentionEvidence(Wanted wanted, long cohort, long lastCohort, Breakdown breakdown, Evidence evidence) {
        this.wanted = wanted;
        this.cohort = cohort;
        this.lastCohort = lastCohort;
        this.breakdown = breakdown;
        this.evidence = evidence;
    }

    @Override
    public void member(Person person, Columns rows, long of, int start) {
        if (wanted.member && wanted(rows, of, start)) {
            evidence.add(person, rows, start, Evidence.COUNTED);
        }
    }

    @Override
    public void retained(Person person, Columns rows, long of, int start, int period, int back) {
        if (!wanted.member && period == wanted.period && wanted(rows, of, start)) {
            pair[0] = start;
            pair[1] = back;
            evidence.add(person, rows, pair, 2, Evidence.COUNTED);
        }
    }

    private boolean wanted(Columns rows, long of, int start) {
        return of >= cohort && of <= lastCohort && (wanted.part < 0 || breakdown.of(rows, start) == wanted.part);
    }
}
