package io.journey360.analytics.scorecard;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.journey.JourneyCut;
import io.journey360.analytics.voice.Opinion;
import io.journey360.analytics.voice.Opinions;
import io.journey360.events.JourneyEventType;
import io.journey360.events.SurveyKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one person's events say about the touchpoints the person met. For one thread; read one person after the other.
 *
 * <p>An event <em>counts</em> when it passes the filter and lies in [from, to). A person <em>met</em> a touchpoint with the first
 * event that counts and names it. The person's whole history, not only what counts, is looked at for where a journey ends and for
 * when a wait began.
 */
final class Meetings {

    private static final int NONE = -1;

    /** One person and one touchpoint. Rows are the person's; {@value #NONE} where there is none. */
    static final class Meeting {

        final int touchpoint;

        /** The row the person met it with. */
        final int first;

        int events;

        /** The first event that is a goal at the meeting or later. */
        int goal = NONE;

        /** The first booking at the meeting or later. */
        int booked = NONE;

        /** The last answer to an {@code nps} survey, wherever it was given, at the meeting or later. */
        int nps = NONE;

        /** The first event here that a journey ended with, without anything having been served or reviewed in it. */
        int ended = NONE;

        /** The first cancellation here. */
        int cancelled = NONE;

        /** The first no-show here. */
        int noShow = NONE;

        private Meeting(int touchpoint, int first) {
            this.touchpoint = touchpoint;
            this.first = first;
        }
    }

    /**
     * The time from a check-in to the call, or without one to being served, that follows it; a touchpoint's whose event ended it.
     *
     * @param touchpoint {@link TouchpointNumbers#NONE} when that event names none
     */
    record Wait(int touchpoint, int checkedIn, int ended) {}

    private final Snapshot snapshot;
    private final ScorecardQuestion question;
    private final TouchpointNumbers touchpoints;
    private final long openUntil;
    private final EventMasks masks;
    private final JourneyEventType[] types;
    private final Opinions opinions;
    private final JourneyCut cut;
    private final List<Meeting> met = new ArrayList<>();
    private final List<Wait> waits = new ArrayList<>();
    private final List<Integer> waiting = new ArrayList<>();
    private final @Nullable Meeting[] byTouchpoint;
    private int first = NONE;
    private int goal = NONE;
    private int nps = NONE;

    Meetings(
            Snapshot snapshot,
            Catalogue catalogue,
            ScorecardQuestion question,
            TouchpointNumbers touchpoints,
            long openUntil) {
        this.snapshot = snapshot;
        this.question = question;
        this.touchpoints = touchpoints;
        this.openUntil = openUntil;
        this.masks = EventMasks.of(snapshot, question.filter(), List.of(EventFilter.ALL));
        this.types = new JourneyEventType[touchpoints.ofKind().length];
        Arrays.setAll(types, code -> snapshot.kinds().value(code).type());
        this.opinions = new Opinions(snapshot, catalogue);
        this.cut = new JourneyCut(question.silence());
        this.byTouchpoint = new @Nullable Meeting[touchpoints.names().size()];
    }

    /** @return whether any of the person's events counts */
    boolean read(Columns rows, int from, int to) {
        met.forEach(meeting -> byTouchpoint[meeting.touchpoint] = null);
        met.clear();
        waits.clear();
        first = NONE;
        goal = NONE;
        nps = NONE;
        for (int row = from; row < to; row++) {
            if (counts(rows, row)) {
                count(rows, row);
            }
        }
        if (first == NONE) {
            return false;
        }
        findEnds(rows, from, to);
        findWaits(rows, from, to);
        return true;
    }

    /** The first row that counts. */
    int first() {
        return first;
    }

    /** The first row that is a goal. */
    int goal() {
        return goal;
    }

    /** The row of the last answer to an {@code nps} survey. */
    int nps() {
        return nps;
    }

    /** In the order of the meetings. */
    List<Meeting> met() {
        return met;
    }

    /** The meeting of one touchpoint, if it was met. */
    @Nullable Meeting met(int touchpoint) {
        return touchpoint < 0 ? null : byTouchpoint[touchpoint];
    }

    /** In the order they ended, those whose end counts. */
    List<Wait> waits() {
        return waits;
    }

    boolean counts(Columns rows, int row) {
        long time = rows.times()[row];
        return time >= question.from() && time < question.to() && masks.of(rows, row) != 0;
    }

    int touchpoint(Columns rows, int row) {
        return touchpoints.ofKind()[rows.kinds()[row]];
    }

    @Nullable Opinion opinion(Columns rows, int row) {
        return opinions.of(rows, row);
    }

    private JourneyEventType type(Columns rows, int row) {
        return types[rows.kinds()[row]];
    }

    private void count(Columns rows, int row) {
        if (first == NONE) {
            first = row;
        }
        var type = type(rows, row);
        int touchpoint = touchpoint(rows, row);
        var meeting = touchpoint < 0 ? null : byTouchpoint[touchpoint];
        if (touchpoint >= 0 && meeting == null) {
            meeting = new Meeting(touchpoint, row);
            byTouchpoint[touchpoint] = meeting;
            met.add(meeting);
        }
        if (meeting != null) {
            meeting.events++;
            if (type == JourneyEventType.CANCELLED && meeting.cancelled == NONE) {
                meeting.cancelled = row;
            }
            if (type == JourneyEventType.NO_SHOW && meeting.noShow == NONE) {
                meeting.noShow = row;
            }
        }
        if (question.goals().contains(type)) {
            goal = goal == NONE ? row : goal;
            met.forEach(each -> each.goal = each.goal == NONE ? row : each.goal);
        }
        if (type == JourneyEventType.BOOKED) {
            met.forEach(each -> each.booked = each.booked == NONE ? row : each.booked);
        }
        var opinion = opinions.of(rows, row);
        if (opinion != null && opinion.survey() == SurveyKind.NPS) {
            nps = row;
            met.forEach(each -> each.nps = row);
        }
    }

    private void findEnds(Columns rows, int from, int to) {
        for (int row = from; row < to; row++) {
            var type = type(rows, row);
            long time = rows.times()[row];
            if (row == from || cut.beginsWith(type, time)) {
                if (row > from) {
                    ended(rows, row - 1);
                }
                cut.begin();
            }
            cut.add(type, time, snapshot.details().value(rows.details()[row]).slotEndMillis());
        }
        if (!cut.isOpenAt(openUntil)) {
            ended(rows, to - 1);
        }
    }

    private void ended(Columns rows, int row) {
        var meeting = met(touchpoint(rows, row));
        if (meeting != null && meeting.ended == NONE && !cut.fulfilled() && counts(rows, row)) {
            meeting.ended = row;
        }
    }

    private void findWaits(Columns rows, int from, int to) {
        waiting.clear();
        for (int row = from; row < to; row++) {
            switch (type(rows, row)) {
                case CHECKED_IN -> {
                    int booking = rows.bookings()[row];
                    waiting.removeIf(checkedIn -> rows.bookings()[checkedIn] == booking);
                    waiting.add(row);
                }
                case CALLED, SERVED -> {
                    int checkedIn = takeWaiting(rows, row);
                    if (checkedIn != NONE && counts(rows, row)) {
                        waits.add(new Wait(touchpoint(rows, row), checkedIn, row));
                    }
                }
                case CANCELLED, NO_SHOW -> takeWaiting(rows, row);
                case DISCOVERED, INTERACTED, BOOKED, RESCHEDULED, REVIEWED -> {}
            }
        }
    }

    /** The check-in that the event belongs to: of its booking, else the latest that either names no booking or is asked for by none. */
    private int takeWaiting(Columns rows, int row) {
        int booking = rows.bookings()[row];
        int found = NONE;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            int of = rows.bookings()[waiting.get(i)];
            if (booking >= 0 && of == booking) {
                return waiting.remove(i);
            }
            if (found == NONE && (booking < 0 || of < 0)) {
                found = i;
            }
        }
        return found == NONE ? NONE : waiting.remove(found);
    }
}
