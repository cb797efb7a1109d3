package io.journey360.analytics.journey;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.moment;
import static io.journey360.analytics.running.Events.reviewed;
import static io.journey360.analytics.running.Events.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.catalogue.CatalogueHistory;
import io.journey360.analytics.facts.Fact;
import io.journey360.events.Cancelled;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Moment;
import io.journey360.events.NoShow;
import io.journey360.events.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JourneysTest {

    private static final Duration SILENCE = Duration.ofDays(30);
    private static final Catalogue NO_SURVEYS = new CatalogueHistory().at(0);
    private static final IdentityKey ANN = identity(1);

    private static List<Fact> facts(JourneyEvent... events) {
        var facts = new ArrayList<Fact>();
        for (var event : events) {
            facts.add(new Fact("key-" + facts.size(), "id-" + facts.size(), facts.size() + 1, day(0), event));
        }
        return facts;
    }

    private static List<Journey> journeys(JourneyEvent... events) {
        return Journeys.of(facts(events), SILENCE, day(1_000));
    }

    private static List<Integer> sizes(List<Journey> journeys) {
        return journeys.stream().map(Journey::events).toList();
    }

    @Test
    void nothingIsNoJourney() {
        assertThat(journeys()).isEmpty();
    }

    @Test
    void moreThanTheSilenceBeginsANewOneAndTheSilenceItselfDoesNot() {
        assertThat(sizes(journeys(interacted("1", ANN, 0), interacted("2", ANN, 30))))
                .containsExactly(2);
        assertThat(sizes(journeys(interacted("1", ANN, 0), interacted("2", ANN, 30.0001))))
                .containsExactly(1, 1);
    }

    @Test
    void aSlotAheadKeepsItOpenUntilTheSilenceAfterItsEnd() {
        var ahead = booked("1", ANN, 0, new Slot(day(99), day(100)));

        assertThat(sizes(journeys(ahead, interacted("2", ANN, 130)))).containsExactly(2);
        assertThat(sizes(journeys(ahead, interacted("2", ANN, 130.0001)))).containsExactly(1, 1);
    }

    @Test
    void discoveringUsAnewAfterBeingServedOrReviewingBeginsANewOne() {
        assertThat(sizes(journeys(served("1", ANN, 0), discovered("2", ANN, 1))))
                .containsExactly(1, 1);
        assertThat(sizes(journeys(reviewed("1", ANN, 0, "nps", 9), discovered("2", ANN, 1))))
                .containsExactly(1, 1);
        assertThat(sizes(journeys(booked("1", ANN, 0, null), discovered("2", ANN, 1))))
                .containsExactly(2);
        assertThat(sizes(journeys(served("1", ANN, 0), interacted("2", ANN, 1))))
                .containsExactly(2);
    }

    @Test
    void theStageIsTheFurthestReachedWhateverCameLast() {
        var journey = journeys(
                        served("1", ANN, 0),
                        booked("2", ANN, 1, null),
                        new Cancelled(moment("3", ANN, null, day(2)), null),
                        new NoShow(moment("4", ANN, null, day(3)), null))
                .getFirst();

        assertThat(journey.stage()).isEqualTo(JourneyEventType.SERVED);
        assertThat(journey.outcomes()).containsExactly(JourneyEventType.CANCELLED, JourneyEventType.NO_SHOW);
        assertThat(journeys(interacted("1", ANN, 0)).getFirst().stage()).isNull();
    }

    @Test
    void onlyTheLastIsOpenAndOnlyAsLongAsAnEventWouldJoinIt() {
        var events = facts(interacted("1", ANN, 0), interacted("2", ANN, 60));

        assertThat(Journeys.of(events, SILENCE, day(90)).stream().map(Journey::open))
                .containsExactly(false, true);
        assertThat(Journeys.of(events, SILENCE, day(90.0001)).getLast().open()).isFalse();
    }

    @Test
    void voicesCountAnswersOnTheirOwnScale() {
        var voice = Voice.of(
                facts(
                        reviewed("1", ANN, 0, "nps", 10),
                        reviewed("2", ANN, 0, "nps", 8),
                        reviewed("3", ANN, 0, "nps", 6),
                        reviewed("4", ANN, 0, "nps", 0),
                        reviewed("5", ANN, 0, "csat", 7.5),
                        reviewed("6", ANN, 0, "csat", 7),
                        reviewed("7", ANN, 0, "ces", 5)),
                NO_SURVEYS);

        assertThat(voice.nps()).isEqualTo(new Voice.Nps(4, -25, 1, 1, 2));
        assertThat(voice.csat()).isEqualTo(new Voice.Csat(2, 0.5));
        assertThat(voice.ces()).isEqualTo(new Voice.Ces(1, 4));
        assertThat(Voice.of(facts(), NO_SURVEYS)).isEqualTo(new Voice(null, null, null));
    }

    @Test
    void aBookingIsWhereItsLastEventLeftItAndKeepsWhatLaterEventsDoNotSay() {
        var slot = new Slot(day(5), day(6));
        var cancelled = new Cancelled(moment("2", ANN, null, day(1)).withBooking("b-1", null, null), null);
        var review = reviewed("3", ANN, 2, "nps", 9);

        var stories = BookingStory.of(facts(booked("1", ANN, 0, slot), cancelled, review));

        assertThat(stories)
                .containsExactly(new BookingStory(
                        "web-shop", "b-1", "advice", "Bern", slot, JourneyEventType.CANCELLED, day(1)));
    }

    @Test
    void detractorsAndMissedBookingsArePainPoints() {
        var points = PainPoint.of(
                facts(
                        reviewed("1", ANN, 0, "nps", 6),
                        reviewed("2", ANN, 0, "nps", 7),
                        reviewed("3", ANN, 0, "csat", 4.9),
                        reviewed("4", ANN, 0, "csat", 5),
                        new NoShow(moment("5", ANN, null, day(0)), null),
                        served("6", ANN, 0)),
                NO_SURVEYS);

        assertThat(points.stream().map(PainPoint::event)).containsExactly("id-0", "id-2", "id-4");
    }

    @Test
    void placesAreListedByHowOftenTheyWereVisited() {
        var facts = facts(
                interacted("1", ANN, 0),
                new Interacted(moment("2", ANN, null, day(1)).withChannel("phone"), "asked"),
                interacted("3", ANN, 2));

        assertThat(Encounters.by(Moment::channel, facts))
                .containsExactly(new Encounters("web", 2, day(0), day(2)), new Encounters("phone", 1, day(1), day(1)));
    }
}
