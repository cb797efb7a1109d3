package io.journey360.analytics.scorecard;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import java.util.HashMap;
import java.util.Map;

/** Counts what happened at touchpoints, all in one scan. */
final class ScorecardEngine {

    private ScorecardEngine() {}

    private static final class Counting implements Visitor {

        private final Meetings meetings;
        private final Attributes attributes;
        private final Count[] counts;
        private final Count everybody = new Count();

        Counting(Meetings meetings, Attributes attributes, int touchpoints) {
            this.meetings = meetings;
            this.attributes = attributes;
            this.counts = new Count[touchpoints];
        }

        private Count at(int touchpoint) {
            var count = counts[touchpoint];
            if (count == null) {
                count = new Count();
                counts[touchpoint] = count;
            }
            return count;
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            if (!meetings.read(rows, from, to)) {
                return;
            }
            var lastAnswer = meetings.nps() < 0 ? null : meetings.opinion(rows, meetings.nps());
            everybody.people++;
            everybody.convertedAnyTime += meetings.goal() >= 0 ? 1 : 0;
            everybody.anyTime.add(lastAnswer);
            for (var meeting : meetings.met()) {
                var count = at(meeting.touchpoint);
                count.people++;
                count.events += meeting.events;
                count.converted += meeting.goal >= 0 ? 1 : 0;
                count.convertedAnyTime += meetings.goal() >= 0 ? 1 : 0;
                count.booked += meeting.booked >= 0 ? 1 : 0;
                count.ended += meeting.ended >= 0 ? 1 : 0;
                count.cancelled += meeting.cancelled >= 0 ? 1 : 0;
                count.noShow += meeting.noShow >= 0 ? 1 : 0;
                count.after.add(meeting.nps < 0 ? null : meetings.opinion(rows, meeting.nps));
                count.anyTime.add(lastAnswer);
            }
            for (var wait : meetings.waits()) {
                long millis = rows.times()[wait.ended()] - rows.times()[wait.checkedIn()];
                everybody.waits++;
                everybody.waitMillis += millis;
                if (wait.touchpoint() >= 0) {
                    var count = at(wait.touchpoint());
                    count.waits++;
                    count.waitMillis += millis;
                }
            }
            for (int row = from; row < to; row++) {
                int touchpoint = meetings.touchpoint(rows, row);
                if (touchpoint >= 0 && meetings.counts(rows, row)) {
                    event(at(touchpoint), rows, row);
                }
            }
        }

        private void event(Count count, Columns rows, int row) {
            var opinion = meetings.opinion(rows, row);
            if (opinion != null) {
                count.voice.add(opinion);
            }
            for (int i = 0; i < attributes.measures().size(); i++) {
                var value = attributes.value(i, rows, row);
                if (value != null) {
                    count.attributes.merge(attributes.measures().get(i), new Count.Sum(1, value), Count.Sum::plus);
                }
            }
        }
    }

    static ScorecardResult run(
            Snapshot snapshot, Catalogue catalogue, Query query, ScorecardQuestion question, long openUntil) {
        var touchpoints = TouchpointNumbers.of(snapshot);
        var parts = snapshot.scan(
                query,
                Snapshot.By.PERSON,
                question.people(),
                () -> new Counting(
                        new Meetings(snapshot, catalogue, question, touchpoints, openUntil),
                        new Attributes(snapshot, catalogue),
                        touchpoints.names().size()));
        var everybody = new Count();
        Map<String, Count> met = new HashMap<>();
        for (var part : parts) {
            everybody.add(part.everybody);
            for (int touchpoint = 0; touchpoint < part.counts.length; touchpoint++) {
                var count = part.counts[touchpoint];
                if (count != null) {
                    met.computeIfAbsent(touchpoints.names().get(touchpoint), name -> new Count())
                            .add(count);
                }
            }
        }
        return ScorecardResult.of(everybody, met, catalogue);
    }
}
