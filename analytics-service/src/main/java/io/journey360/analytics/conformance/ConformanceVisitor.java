package io.journey360.analytics.conformance;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.journey.JourneyCut;

/** Cuts each person's events into journeys and evaluates those that begin in time. Counting and explaining differ only in the sink. */
final class ConformanceVisitor<S extends ConformanceVisitor.Sink> implements Visitor {

    /** Takes what was found of one person after the other. */
    interface Sink {

        /** @param journey on the map or not; valid during the call */
        void journey(Person person, Columns rows, EvaluatedJourney journey);

        /** There was at least one journey. */
        void end(Person person, Columns rows);
    }

    private final Conformance question;
    private final Snapshot snapshot;
    private final EventMasks masks;
    private final MapModel model;
    private final long openUntil;
    private final JourneyCut cut;
    private final EvaluatedJourney journey;
    private final S sink;
    private boolean told;
    private boolean inTime;

    /**
     * @param masks bit 0 for events the filter selects
     * @param openUntil in milliseconds since 1970
     */
    ConformanceVisitor(
            Conformance question, Snapshot snapshot, EventMasks masks, MapModel model, long openUntil, S sink) {
        this.question = question;
        this.snapshot = snapshot;
        this.masks = masks;
        this.model = model;
        this.openUntil = openUntil;
        this.cut = new JourneyCut(question.silence());
        this.journey = new EvaluatedJourney(model);
        this.sink = sink;
    }

    @Override
    public void person(Person person, Columns rows, int from, int to) {
        told = false;
        journey.begin();
        cut.begin();
        for (int row = from; row < to; row++) {
            if (masks.of(rows, row) != 0) {
                add(person, rows, row);
            }
        }
        finish(person, rows, !cut.isOpenAt(openUntil));
        if (told) {
            sink.end(person, rows);
        }
    }

    S sink() {
        return sink;
    }

    private void add(Person person, Columns rows, int row) {
        int kind = rows.kinds()[row];
        long time = rows.times()[row];
        var type = snapshot.kinds().value(kind).type();
        if (cut.beginsWith(type, time)) {
            finish(person, rows, true);
            journey.begin();
            cut.begin();
            inTime = time >= question.from() && time < question.to();
        }
        cut.add(type, time, snapshot.details().value(rows.details()[row]).slotEndMillis());
        journey.add(row, model.fits(kind));
    }

    private void finish(Person person, Columns rows, boolean hasEnded) {
        if (!journey.isEmpty() && inTime) {
            journey.evaluate(hasEnded);
            sink.journey(person, rows, journey);
            told = true;
        }
    }
}
