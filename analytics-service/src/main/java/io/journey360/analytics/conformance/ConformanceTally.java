package io.journey360.analytics.conformance;

import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what one thread is shown. */
final class ConformanceTally implements ConformanceVisitor.Sink {

    /** Cost and worst of a unit: few differ, so units are counted by them. */
    record Measured(long cost, long worst) {

        double fitness() {
            return Alignment.fitness(cost, worst);
        }
    }

    /** How often it happened, and to how many people. */
    static final class Count {

        private long journeys;
        private long people;
        private long lastPerson = -1;

        void add(long person) {
            journeys++;
            if (lastPerson != person) {
                lastPerson = person;
                people++;
            }
        }

        void add(Count other) {
            journeys += other.journeys;
            people += other.people;
        }

        long journeys() {
            return journeys;
        }

        long people() {
            return people;
        }
    }

    /** From one stage to another. */
    static final class Passage {

        private final Durations durations = new Durations();
        private final Count count = new Count();
        private long late;

        Durations durations() {
            return durations;
        }

        Count count() {
            return count;
        }

        long late() {
            return late;
        }
    }

    private final Conformance.Unit by;
    private final int stages;
    private final long[] latest;
    private final Count[] fates;
    private final @Nullable Passage[] passages;
    private final Map<Measured, long[]> units = new HashMap<>();
    private final Count all = new Count();
    private final Count open = new Count();
    private final Count outside = new Count();
    private long person;
    private long cost;
    private long worst;

    ConformanceTally(MapModel model, Conformance.Unit by) {
        this.by = by;
        this.stages = model.stages();
        this.latest = new long[stages * stages];
        this.fates = new Count[stages * StageFate.values().length];
        this.passages = new Passage[stages * stages];
        Arrays.setAll(fates, i -> new Count());
        for (int from = 0; from < stages; from++) {
            for (int to = from; to < stages; to++) {
                var expected = model.expected(from, to);
                latest[from * stages + to] = expected == null ? Long.MAX_VALUE : expected.toMillis();
            }
        }
    }

    @Override
    public void journey(Person unused, Columns rows, EvaluatedJourney journey) {
        if (!journey.isOnTheMap()) {
            outside.add(person);
            return;
        }
        all.add(person);
        if (journey.isOpen()) {
            open.add(person);
        }
        for (var fate : StageFate.values()) {
            for (int stage = 0; stage < stages; stage++) {
                if (journey.is(fate, stage)) {
                    fates[fate.ordinal() * stages + stage].add(person);
                }
            }
        }
        journey.transitions(rows, this::passage);
        cost += journey.cost();
        worst += journey.worst();
        if (by == Conformance.Unit.JOURNEY) {
            measured();
        }
    }

    private void passage(int from, int to, int fromRow, int toRow, long millis) {
        int at = from * stages + to;
        var passage = passages[at];
        if (passage == null) {
            passage = new Passage();
            passages[at] = passage;
        }
        passage.durations.add(millis);
        passage.count.add(person);
        passage.late += millis > latest[at] ? 1 : 0;
    }

    @Override
    public void end(Person unused, Columns rows) {
        if (by == Conformance.Unit.CUSTOMER && worst > 0) {
            measured();
        }
        person++;
    }

    private void measured() {
        units.computeIfAbsent(new Measured(cost, worst), m -> new long[1])[0]++;
        cost = 0;
        worst = 0;
    }

    Count all() {
        return all;
    }

    Count open() {
        return open;
    }

    Count outside() {
        return outside;
    }

    Count count(StageFate fate, int stage) {
        return fates[fate.ordinal() * stages + stage];
    }

    @Nullable Passage passage(int from, int to) {
        return passages[from * stages + to];
    }

    Map<Measured, long[]> units() {
        return units;
    }
}
