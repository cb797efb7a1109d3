package io.journey360.analytics.trends;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.query.Evidence;
import org.jspecify.annotations.Nullable;

/** Hands on what one figure counts: events, a person's first event in the interval, all events of a session. */
final class TrendsEvidence implements Occurrences.Sink {

    /**
     * @param part 0 for all events, else 1 more than in the breakdown
     * @param interval number, or {@link Occurrences#WHOLE}
     * @param name currency or survey; null for all
     */
    record Wanted(int part, long interval, @Nullable String name) {}

    private final Wanted wanted;
    private final Quantities quantities;
    private final Evidence evidence;

    TrendsEvidence(Wanted wanted, Quantities quantities, Evidence evidence) {
        this.wanted = wanted;
        this.quantities = quantities;
        this.evidence = evidence;
    }

    @Override
    public void occurred(Person person, Columns rows, int part, long interval, int[] at, int count) {
        if (part != wanted.part || interval != wanted.interval) {
            return;
        }
        if (wanted.name == null) {
            evidence.add(person, rows, at, count, Evidence.COUNTED);
        } else if (wanted.name.equals(quantities.names().get(quantities.name(rows, at[0])))) {
            evidence.add(person, rows, at, count, quantities.amount(rows, at[0]).doubleValue());
        }
    }
}
