package io.journey360.analytics.lifecycle;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.query.Evidence;

/** Hands on the people that have one status in one interval: with the first event of the last active interval before, and of this. */
final class LifecycleEvidence implements Statuses.Sink {

    /** @param part 0 for all events, else 1 more than in the breakdown */
    record Wanted(int part, long interval, Lifecycle.Status status) {}

    private final Wanted wanted;
    private final Evidence evidence;
    private final int[] pair = new int[2];

    LifecycleEvidence(Wanted wanted, Evidence evidence) {
        this.wanted = wanted;
        this.evidence = evidence;
    }

    @Override
    public void status(
            Person person, Columns rows, int part, long interval, Lifecycle.Status status, int before, int in) {
        if (part != wanted.part || interval != wanted.interval || status != wanted.status) {
            return;
        }
        int count = 0;
        if (before >= 0) {
            pair[count++] = before;
        }
        if (in >= 0) {
            pair[count++] = in;
        }
        evidence.add(person, rows, pair, count, Evidence.COUNTED);
    }
}
