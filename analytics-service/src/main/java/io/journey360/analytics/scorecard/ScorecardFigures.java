package io.journey360.analytics.scorecard;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Evidence;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.voice.Opinion;
import io.journey360.analytics.voice.OpinionFigure;
import io.journey360.analytics.voice.VoiceScores;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What the figures of one touchpoint are made of, by the same reading of a person's events that they came from. */
public final class ScorecardFigures {

    private static final double MILLIS_PER_SECOND = 1000;

    private final Asked asked;
    private final Catalogue catalogue;
    private final ScorecardQuestion question;
    private final TouchpointNumbers touchpoints;

    public ScorecardFigures(Asked asked, Catalogue catalogue, ScorecardQuestion question) {
        this.asked = asked;
        this.catalogue = catalogue;
        this.question = question;
        this.touchpoints = TouchpointNumbers.of(asked.snapshot());
    }

    /** What one person contributes to a figure. */
    @FunctionalInterface
    private interface Part {
        void of(Meetings meetings, Person person, Columns rows, int from, int to, Evidence evidence);
    }

    private Figure figure(Part part) {
        return new Figure(Snapshot.By.PERSON, question.people(), evidence -> visitor(part, evidence));
    }

    private Visitor visitor(Part part, Evidence evidence) {
        var meetings = new Meetings(asked.snapshot(), catalogue, question, touchpoints, asked.openUntil());
        return (person, rows, from, to) -> {
            if (meetings.read(rows, from, to)) {
                part.of(meetings, person, rows, from, to, evidence);
            }
        };
    }

    /** Everybody who has an event that counts, by the first. */
    public Figure everybody() {
        return figure((meetings, person, rows, from, to, evidence) ->
                evidence.add(person, rows, meetings.first(), Evidence.COUNTED));
    }

    /**
     * A figure of a touchpoint.
     *
     * @param path into the card
     */
    Optional<Figure> of(TouchpointCard card, FigurePath path) {
        int touchpoint = touchpoints.names().indexOf(card.touchpoint());
        return !path.is(0, "impact")
                ? of(card.touchpoint(), path)
                : path.is(1, "conversion")
                        ? conversion(card, touchpoint, path)
                        : recommendation(card, touchpoint, path);
    }

    /**
     * A figure of a touchpoint but those of its impact.
     *
     * @param path into the card
     */
    public Optional<Figure> of(String name, FigurePath path) {
        int touchpoint = touchpoints.names().indexOf(name);
        return switch (path.part(0)) {
            case "volume" -> Optional.of(path.is(1, "events") ? events(touchpoint) : people(touchpoint));
            case "nps", "csat", "ces", "stars" -> OpinionFigure.at(path).map(part -> opinions(touchpoint, part));
            case "lowScores" ->
                Optional.of(
                        opinions(touchpoint, opinion -> path.is(1, "of") || opinion.isLow() ? Evidence.COUNTED : null));
            case "dropOff" -> Optional.of(ended(touchpoint));
            case "cancelled" -> Optional.of(after(touchpoint, meeting -> meeting.cancelled));
            case "noShow" -> Optional.of(after(touchpoint, meeting -> meeting.noShow));
            case "waiting" -> Optional.of(waits(touchpoint));
            case "actual", "gap", "kept" -> path.size() == 2 ? measure(touchpoint, path.part(1)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Figure events(int touchpoint) {
        return figure((meetings, person, rows, from, to, evidence) -> {
            for (int row = from; row < to; row++) {
                if (touchpoint >= 0 && meetings.touchpoint(rows, row) == touchpoint && meetings.counts(rows, row)) {
                    evidence.add(person, rows, row, Evidence.COUNTED);
                }
            }
        });
    }

    private Figure people(int touchpoint) {
        return after(touchpoint, meeting -> meeting.first);
    }

    private Figure ended(int touchpoint) {
        return after(touchpoint, meeting -> meeting.ended);
    }

    /** People who met the touchpoint and have another row of interest, by both. */
    private Figure after(int touchpoint, ToIntFunction<Meetings.Meeting> interest) {
        return figure((meetings, person, rows, from, to, evidence) -> {
            var meeting = meetings.met(touchpoint);
            if (meeting != null && interest.applyAsInt(meeting) >= 0) {
                add(evidence, person, rows, meeting.first, interest.applyAsInt(meeting), Evidence.COUNTED);
            }
        });
    }

    private static void add(Evidence evidence, Person person, Columns rows, int first, int second, double value) {
        evidence.add(person, rows, new int[] {first, second}, first == second ? 1 : 2, value);
    }

    private Figure opinions(int touchpoint, OpinionFigure figure) {
        return figure((meetings, person, rows, from, to, evidence) -> {
            for (int row = from; row < to; row++) {
                var opinion = meetings.opinion(rows, row);
                if (opinion != null
                        && touchpoint >= 0
                        && meetings.touchpoint(rows, row) == touchpoint
                        && meetings.counts(rows, row)) {
                    var value = figure.of(opinion);
                    if (value != null) {
                        evidence.add(person, rows, row, value);
                    }
                }
            }
        });
    }

    /** The waits that ended at a touchpoint, in seconds. */
    private Figure waits(int touchpoint) {
        return figure((meetings, person, rows, from, to, evidence) -> {
            for (var wait : meetings.waits()) {
                if (wait.touchpoint() == touchpoint) {
                    addWait(evidence, person, rows, wait);
                }
            }
        });
    }

    /** The waits that any touchpoint ended, in seconds. */
    public Figure waits() {
        return figure((meetings, person, rows, from, to, evidence) -> {
            for (var wait : meetings.waits()) {
                if (wait.touchpoint() != TouchpointNumbers.NONE) {
                    addWait(evidence, person, rows, wait);
                }
            }
        });
    }

    /** People whose journey ended unfulfilled, once for each touchpoint it ended at. */
    public Figure ended() {
        return figure((meetings, person, rows, from, to, evidence) -> {
            for (var meeting : meetings.met()) {
                if (meeting.ended >= 0) {
                    add(evidence, person, rows, meeting.first, meeting.ended, Evidence.COUNTED);
                }
            }
        });
    }

    private static void addWait(Evidence evidence, Person person, Columns rows, Meetings.Wait wait) {
        double seconds = (rows.times()[wait.ended()] - rows.times()[wait.checkedIn()]) / MILLIS_PER_SECOND;
        add(evidence, person, rows, wait.checkedIn(), wait.ended(), seconds);
    }

    private Optional<Figure> measure(int touchpoint, String name) {
        return attribute(touchpoint, name)
                .or(() -> Measure.ofWireName(name).flatMap(measure -> switch (measure) {
                    case WAIT_SECONDS -> Optional.of(waits(touchpoint));
                    case BOOKING_RATE -> Optional.of(after(touchpoint, meeting -> meeting.booked));
                    case CONVERSION -> Optional.of(after(touchpoint, meeting -> meeting.goal));
                    case DROP_OFF -> Optional.of(ended(touchpoint));
                    case CANCELLATION_RATE -> Optional.of(after(touchpoint, meeting -> meeting.cancelled));
                    case NO_SHOW_RATE -> Optional.of(after(touchpoint, meeting -> meeting.noShow));
                    case NPS -> opinions(touchpoint, "nps", "score");
                    case CSAT -> opinions(touchpoint, "csat", "satisfied");
                    case CES -> opinions(touchpoint, "ces", "mean");
                    case STARS -> opinions(touchpoint, "stars", "mean");
                }));
    }

    private Optional<Figure> opinions(int touchpoint, String survey, String figure) {
        return OpinionFigure.at(FigurePath.of(survey, figure)).map(part -> opinions(touchpoint, part));
    }

    /** Empty where no event of the touchpoint carries it: then the measure is another one. */
    private Optional<Figure> attribute(int touchpoint, String name) {
        var known = new Attributes(asked.snapshot(), catalogue);
        int measure = known.measures().indexOf(name);
        if (measure < 0
                || touchpoint < 0
                || !isCarried(name, touchpoints.names().get(touchpoint))) {
            return Optional.empty();
        }
        return Optional.of(figure((meetings, person, rows, from, to, evidence) -> {
            for (int row = from; row < to; row++) {
                if (meetings.touchpoint(rows, row) == touchpoint && meetings.counts(rows, row)) {
                    var value = known.value(measure, rows, row);
                    if (value != null) {
                        evidence.add(person, rows, row, value.doubleValue());
                    }
                }
            }
        }));
    }

    private boolean isCarried(String attribute, String touchpoint) {
        return ScorecardEngine.run(asked.snapshot(), catalogue, asked.query(), question, asked.openUntil())
                .touchpoints()
                .stream()
                .filter(card -> card.id().equals(touchpoint))
                .anyMatch(card -> card.count().attributes.containsKey(attribute));
    }

    private Optional<Figure> conversion(TouchpointCard card, int touchpoint, FigurePath path) {
        var conversion = card.impact().conversion();
        return switch (path.part(2)) {
            case "met" ->
                Optional.of(path.is(3, "n") ? people(touchpoint) : after(touchpoint, meeting -> meeting.goal));
            case "others" -> Optional.of(others(touchpoint, path.is(3, "n") ? Meetings::first : Meetings::goal));
            // Each person's share of the difference; it is their sum.
            case "difference", "low", "high" ->
                Optional.of(both(
                        touchpoint,
                        meeting -> meeting.goal,
                        Meetings::goal,
                        opinion -> 1.0 / conversion.met().n(),
                        opinion -> -1.0 / conversion.others().n()));
            default -> Optional.empty();
        };
    }

    private Optional<Figure> recommendation(TouchpointCard card, int touchpoint, FigurePath path) {
        var recommendation = card.impact().nps();
        if (!path.is(1, "nps")) {
            return Optional.empty();
        }
        return switch (path.part(2)) {
            case "met" ->
                OpinionFigure.at(FigurePath.of("nps", path.part(3)))
                        .map(part -> answers(meetings -> metAnswer(meetings, touchpoint), part));
            case "others" ->
                OpinionFigure.at(FigurePath.of("nps", path.part(3)))
                        .map(part -> answers(meetings -> othersAnswer(meetings, touchpoint), part));
            case "difference", "low", "high" ->
                Optional.of(both(
                        touchpoint,
                        meeting -> meeting.nps,
                        Meetings::nps,
                        opinion -> points(opinion) / recommendation.met().n(),
                        opinion -> -points(opinion) / recommendation.others().n()));
            default -> Optional.empty();
        };
    }

    private static double points(@Nullable Opinion opinion) {
        return opinion == null ? 0 : VoiceScores.netPromoterScore(opinion.isHigh() ? 1 : 0, opinion.isLow() ? 1 : 0, 1);
    }

    private static int metAnswer(Meetings meetings, int touchpoint) {
        var meeting = meetings.met(touchpoint);
        return meeting == null ? -1 : meeting.nps;
    }

    private static int othersAnswer(Meetings meetings, int touchpoint) {
        return meetings.met(touchpoint) == null ? meetings.nps() : -1;
    }

    private Figure answers(ToIntFunction<Meetings> answer, OpinionFigure part) {
        return figure((meetings, person, rows, from, to, evidence) -> {
            int row = answer.applyAsInt(meetings);
            var opinion = row < 0 ? null : meetings.opinion(rows, row);
            var value = opinion == null ? null : part.of(opinion);
            if (value != null) {
                evidence.add(person, rows, row, value);
            }
        });
    }

    /** People who did not meet the touchpoint, as far as they have the row of interest. */
    private Figure others(int touchpoint, ToIntFunction<Meetings> interest) {
        return figure((meetings, person, rows, from, to, evidence) -> {
            int row = interest.applyAsInt(meetings);
            if (meetings.met(touchpoint) == null && row >= 0) {
                add(evidence, person, rows, meetings.first(), row, Evidence.COUNTED);
            }
        });
    }

    private Figure both(
            int touchpoint,
            ToIntFunction<Meetings.Meeting> met,
            ToIntFunction<Meetings> other,
            ToDoubleFunction<@Nullable Opinion> metValue,
            ToDoubleFunction<@Nullable Opinion> otherValue) {
        return figure((meetings, person, rows, from, to, evidence) -> {
            var meeting = meetings.met(touchpoint);
            int row = meeting == null ? other.applyAsInt(meetings) : met.applyAsInt(meeting);
            if (row >= 0) {
                var opinion = meetings.opinion(rows, row);
                add(
                        evidence,
                        person,
                        rows,
                        meeting == null ? meetings.first() : meeting.first,
                        row,
                        meeting == null ? otherValue.applyAsDouble(opinion) : metValue.applyAsDouble(opinion));
            }
        });
    }
}
