package io.journey360.booking.domain;

import static io.journey360.booking.domain.BookingRejected.Reason.ALREADY_CHECKED_IN;
import static io.journey360.booking.domain.BookingRejected.Reason.ALREADY_SERVED;
import static io.journey360.booking.domain.BookingRejected.Reason.BOOKING_CANCELLED;
import static io.journey360.booking.domain.BookingRejected.Reason.BOOKING_EXISTS;
import static io.journey360.booking.domain.BookingRejected.Reason.CHECK_IN_CLOSED;
import static io.journey360.booking.domain.BookingRejected.Reason.RECORDED_AS_NO_SHOW;
import static io.journey360.booking.domain.BookingRejected.Reason.SLOT_IN_PAST;
import static io.journey360.booking.domain.BookingRejected.Reason.SLOT_TOO_FAR_AHEAD;
import static io.journey360.booking.domain.BookingRejected.Reason.SLOT_TOO_LONG;
import static io.journey360.booking.domain.BookingRejected.Reason.STALE;
import static io.journey360.booking.domain.BookingRejected.Reason.TOO_EARLY_FOR_NO_SHOW;
import static io.journey360.booking.domain.BookingRejected.Reason.TOO_EARLY_TO_CHECK_IN;
import static io.journey360.booking.domain.BookingRejected.Reason.TOO_EARLY_TO_SERVE;
import static io.journey360.booking.domain.BookingRejected.Reason.WITHOUT_SLOT;
import static io.journey360.booking.domain.CheckInMethod.DESK;
import static io.journey360.booking.domain.CheckInMethod.KIOSK;
import static io.journey360.booking.domain.CheckInMethod.LINK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.journey360.booking.domain.BookingCommand.Book;
import io.journey360.booking.domain.BookingCommand.Cancel;
import io.journey360.booking.domain.BookingCommand.CheckIn;
import io.journey360.booking.domain.BookingCommand.RecordNoShow;
import io.journey360.booking.domain.BookingCommand.Reschedule;
import io.journey360.booking.domain.BookingCommand.Serve;
import io.journey360.booking.domain.BookingRejected.Reason;
import io.journey360.events.Booked;
import io.journey360.events.BookingId;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.IdentityKey;
import io.journey360.events.Moment;
import io.journey360.events.NoShow;
import io.journey360.events.Rescheduled;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookingTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final Instant BOOKED_AT = NOW.minus(Duration.ofDays(10));
    private static final Duration GRACE = Duration.ofMinutes(15);
    private static final BookingId BOOKING = new BookingId("booking-1");
    private static final IdentityKey ANNA = new IdentityKey("id-aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final IdentityKey BERT = new IdentityKey("id-bbbbbbbbbbbbbbbbbbbbbbbbba");

    /** Begins in two hours. */
    private static final Slot SOON = slotIn(Duration.ofHours(2));

    private static final Slot NEXT_WEEK = slotIn(Duration.ofDays(7));

    @Nested
    class ABooking {

        @Test
        void recordsTheCommitment() {
            when(book(SOON)).expectEvents(new Booked(moment(NOW), SOON)).expectSuccessfulHandlerExecution();
        }

        @Test
        void needsNoSlotFromSomebodyWhoWalksIn() {
            when(book(null)).expectEvents(new Booked(moment(NOW), null));
        }

        @Test
        void mayBeginThisVeryInstant() {
            when(book(slotIn(Duration.ZERO))).expectSuccessfulHandlerExecution();
        }

        @Test
        void isRefusedForASlotThatHasBegun() {
            refused(SLOT_IN_PAST, book(slotIn(Duration.ofMillis(-1))));
        }

        @Test
        void mayLast31Days() {
            when(book(new Slot(NOW, NOW.plus(Duration.ofDays(31))))).expectSuccessfulHandlerExecution();
        }

        @Test
        void isRefusedForLongerThan31Days() {
            refused(
                    SLOT_TOO_LONG,
                    book(new Slot(NOW, NOW.plus(Duration.ofDays(31)).plusMillis(1))));
        }

        @Test
        void mayBeginTwoYearsAhead() {
            var start = Instant.parse("2028-06-01T10:00:00Z");

            when(book(new Slot(start, start.plusSeconds(60)))).expectSuccessfulHandlerExecution();
        }

        @Test
        void isRefusedForMoreThanTwoYearsAhead() {
            var start = Instant.parse("2028-06-01T10:00:00.001Z");

            refused(SLOT_TOO_FAR_AHEAD, book(new Slot(start, start.plusSeconds(60))));
        }

        @Test
        void isRefusedAtTheEndOfTime() {
            refused(SLOT_TOO_FAR_AHEAD, book(new Slot(Instant.MAX.minusSeconds(60), Instant.MAX)));
            refused(SLOT_TOO_LONG, book(new Slot(NOW, Instant.MAX)));
            refused(SLOT_IN_PAST, book(new Slot(Instant.MIN, Instant.MAX)));
        }

        @Test
        void cannotEndBeforeItStarts() {
            assertThatIllegalArgumentException().isThrownBy(() -> new Slot(NOW, NOW));
            assertThatIllegalArgumentException().isThrownBy(() -> new Slot(NOW, NOW.minusSeconds(1)));
        }

        @Test
        void repeatedChangesNothingWhateverHappenedSince() {
            when(book(SOON), booked(SOON)).expectNoEvents().expectSuccessfulHandlerExecution();
            when(book(SOON), booked(SOON), rescheduled(NEXT_WEEK), cancelled(NEXT_WEEK))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }

        @Test
        void repeatedAfterItsSlotHasPassedStillChangesNothing() {
            var past = slotIn(Duration.ofDays(-2));

            when(book(past), booked(past)).expectNoEvents().expectSuccessfulHandlerExecution();
        }

        @Test
        void isNoOtherBookingUnderTheSameId() {
            refused(BOOKING_EXISTS, book(NEXT_WEEK), booked(SOON));
            refused(BOOKING_EXISTS, book(null), booked(SOON));
            refused(BOOKING_EXISTS, new Book(BOOKING, BERT, "advice", "zurich", SOON, "web", null), booked(SOON));
            refused(BOOKING_EXISTS, new Book(BOOKING, ANNA, "loan", "zurich", SOON, "web", null), booked(SOON));
            refused(BOOKING_EXISTS, new Book(BOOKING, ANNA, "advice", null, SOON, "web", null), booked(SOON));
            refused(BOOKING_EXISTS, new Book(BOOKING, ANNA, "advice", "zurich", SOON, "phone", null), booked(SOON));
        }
    }

    @Nested
    class Rescheduling {

        @Test
        void movesTheBooking() {
            when(new Reschedule(BOOKING, NEXT_WEEK, null), booked(SOON))
                    .expectEvents(new Rescheduled(moment(NOW), NEXT_WEEK));
        }

        @Test
        void givesAWalkInASlot() {
            when(new Reschedule(BOOKING, NEXT_WEEK, null), booked(null))
                    .expectEvents(new Rescheduled(moment(NOW), NEXT_WEEK));
        }

        @Test
        void toTheSameSlotChangesNothing() {
            when(new Reschedule(BOOKING, NEXT_WEEK, null), booked(SOON), rescheduled(NEXT_WEEK))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }

        @Test
        void movesABookingWhoseSlotHasPassedUnnoticed() {
            when(new Reschedule(BOOKING, NEXT_WEEK, null), booked(slotIn(Duration.ofHours(-2))))
                    .expectEvents(new Rescheduled(moment(NOW), NEXT_WEEK));
        }

        @Test
        void isRefusedForAbsurdSlots() {
            refused(SLOT_IN_PAST, new Reschedule(BOOKING, slotIn(Duration.ofHours(-1)), null), booked(SOON));
            refused(SLOT_TOO_FAR_AHEAD, new Reschedule(BOOKING, slotIn(Duration.ofDays(800)), null), booked(SOON));
            refused(
                    SLOT_TOO_LONG,
                    new Reschedule(BOOKING, new Slot(NOW, NOW.plus(Duration.ofDays(32))), null),
                    booked(SOON));
        }

        @Test
        void isRefusedAfterCheckIn() {
            refused(ALREADY_CHECKED_IN, reschedule(), booked(SOON), checkedIn(SOON));
        }

        @Test
        void isRefusedAfterTheEnd() {
            refused(ALREADY_SERVED, reschedule(), booked(SOON), served(SOON));
            refused(BOOKING_CANCELLED, reschedule(), booked(SOON), cancelled(SOON));
            refused(RECORDED_AS_NO_SHOW, reschedule(), booked(SOON), noShow(SOON));
        }

        private Reschedule reschedule() {
            return new Reschedule(BOOKING, NEXT_WEEK, null);
        }
    }

    @Nested
    class Cancelling {

        @Test
        void givesTheBookingUp() {
            when(new Cancel(BOOKING, null), booked(SOON)).expectEvents(new Cancelled(moment(NOW), SOON));
        }

        @Test
        void namesTheSlotItHadAtLast() {
            when(new Cancel(BOOKING, null), booked(SOON), rescheduled(NEXT_WEEK))
                    .expectEvents(new Cancelled(moment(NOW), NEXT_WEEK));
        }

        @Test
        void isForThoseWhoLeaveAfterCheckInToo() {
            when(new Cancel(BOOKING, null), booked(SOON), checkedIn(SOON))
                    .expectEvents(new Cancelled(moment(NOW), SOON));
        }

        @Test
        void happensOnce() {
            when(new Cancel(BOOKING, null), booked(SOON), cancelled(SOON))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }

        @Test
        void isRefusedAfterServiceAndNoShow() {
            refused(ALREADY_SERVED, new Cancel(BOOKING, null), booked(SOON), served(SOON));
            refused(RECORDED_AS_NO_SHOW, new Cancel(BOOKING, null), booked(SOON), noShow(SOON));
        }
    }

    @Nested
    class CheckingIn {

        @ParameterizedTest
        @EnumSource(CheckInMethod.class)
        void isPossibleEveryWay(CheckInMethod method) {
            when(new CheckIn(BOOKING, method, null), booked(SOON))
                    .expectEvents(new CheckedIn(moment(NOW), SOON, method.wireName()))
                    .expectResultMessagePayload(true);
        }

        @ParameterizedTest
        @EnumSource(CheckInMethod.class)
        void happensOnceAndTheFirstMethodStays(CheckInMethod method) {
            when(new CheckIn(BOOKING, method, null), booked(SOON), checkedIn(SOON))
                    .expectNoEvents()
                    .expectResultMessagePayload(false);
        }

        @ParameterizedTest
        @EnumSource(CheckInMethod.class)
        void opens24HoursBeforeTheSlot(CheckInMethod method) {
            var tomorrow = slotIn(Duration.ofHours(24));
            var justAfter = slotIn(Duration.ofHours(24).plusMillis(1));

            when(new CheckIn(BOOKING, method, null), booked(tomorrow)).expectSuccessfulHandlerExecution();
            refused(TOO_EARLY_TO_CHECK_IN, new CheckIn(BOOKING, method, null), booked(justAfter));
        }

        @Test
        void followsTheSlotThatTheBookingMovedTo() {
            refused(TOO_EARLY_TO_CHECK_IN, new CheckIn(BOOKING, DESK, null), booked(SOON), rescheduled(NEXT_WEEK));
            when(new CheckIn(BOOKING, DESK, null), booked(NEXT_WEEK), rescheduled(SOON))
                    .expectEvents(new CheckedIn(moment(NOW), SOON, "desk"));
        }

        @Test
        void byLinkClosesWithTheSlot() {
            var endsNow = new Slot(NOW.minusSeconds(60), NOW);
            var endsLater = new Slot(NOW.minusSeconds(60), NOW.plusMillis(1));

            when(new CheckIn(BOOKING, LINK, null), booked(endsLater)).expectSuccessfulHandlerExecution();
            refused(CHECK_IN_CLOSED, new CheckIn(BOOKING, LINK, null), booked(endsNow));
        }

        @Test
        void atDeskAndKioskTakesALateArrival() {
            var over = slotIn(Duration.ofHours(-3));

            when(new CheckIn(BOOKING, DESK, null), booked(over)).expectSuccessfulHandlerExecution();
            when(new CheckIn(BOOKING, KIOSK, null), booked(over)).expectSuccessfulHandlerExecution();
        }

        @Test
        void needsNoSlot() {
            when(new CheckIn(BOOKING, KIOSK, null), booked(null))
                    .expectEvents(new CheckedIn(moment(NOW), null, "kiosk"));
        }

        @Test
        void byTheLinkOfAWalkInClosesADayAfterBooking() {
            var justOpen = NOW.minus(Duration.ofHours(24)).plusMillis(1);

            when(new CheckIn(BOOKING, LINK, null), new Booked(moment(justOpen), null))
                    .expectSuccessfulHandlerExecution();
            refused(
                    CHECK_IN_CLOSED,
                    new CheckIn(BOOKING, LINK, null),
                    new Booked(moment(NOW.minus(Duration.ofHours(24))), null));
        }

        @Test
        void isRefusedAfterTheEnd() {
            refused(BOOKING_CANCELLED, new CheckIn(BOOKING, DESK, null), booked(SOON), cancelled(SOON));
            refused(ALREADY_SERVED, new CheckIn(BOOKING, DESK, null), booked(SOON), served(SOON));
            refused(RECORDED_AS_NO_SHOW, new CheckIn(BOOKING, DESK, null), booked(SOON), noShow(SOON));
        }
    }

    @Nested
    class Serving {

        @Test
        void endsTheBooking() {
            when(new Serve(BOOKING, "solved", null), booked(SOON), checkedIn(SOON))
                    .expectEvents(new Served(moment(NOW), SOON, "solved", null, null));
        }

        @Test
        void isPossibleWithoutCheckIn() {
            when(new Serve(BOOKING, null, null), booked(SOON))
                    .expectEvents(new Served(moment(NOW), SOON, null, null, null));
        }

        @Test
        void isPossibleWithoutSlot() {
            when(new Serve(BOOKING, null, null), booked(null))
                    .expectEvents(new Served(moment(NOW), null, null, null, null));
        }

        @Test
        void isRefusedBeforeAnybodyCouldHaveComeForIt() {
            when(new Serve(BOOKING, null, null), booked(slotIn(Duration.ofHours(24))))
                    .expectSuccessfulHandlerExecution();
            refused(
                    TOO_EARLY_TO_SERVE,
                    new Serve(BOOKING, null, null),
                    booked(slotIn(Duration.ofHours(24).plusMillis(1))));
        }

        @Test
        void happensOnce() {
            when(new Serve(BOOKING, "solved", null), booked(SOON), served(SOON))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }

        @Test
        void isNotRepeatedWithAnotherOutcome() {
            refused(ALREADY_SERVED, new Serve(BOOKING, "sent away", null), booked(SOON), served(SOON));
            refused(ALREADY_SERVED, new Serve(BOOKING, null, null), booked(SOON), served(SOON));
        }

        @Test
        void isRefusedAfterCancellationAndNoShow() {
            refused(BOOKING_CANCELLED, new Serve(BOOKING, null, null), booked(SOON), cancelled(SOON));
            refused(RECORDED_AS_NO_SHOW, new Serve(BOOKING, null, null), booked(SOON), noShow(SOON));
        }
    }

    @Nested
    class ANoShow {

        private final Slot waitedFor = new Slot(NOW.minus(GRACE).minusSeconds(3600), NOW.minus(GRACE));

        @Test
        void isRecordedWhenWaitingEnds() {
            when(new RecordNoShow(BOOKING), booked(waitedFor)).expectEvents(new NoShow(moment(NOW), waitedFor));
        }

        @Test
        void happenedWhenWaitingEndedHoweverLateItIsRecorded() {
            var yesterday = slotIn(Duration.ofHours(-24));

            when(new RecordNoShow(BOOKING), booked(yesterday))
                    .expectEvents(new NoShow(moment(yesterday.end().plus(GRACE)), yesterday));
        }

        @Test
        void isRefusedWhileTheCustomerIsWaitedFor() {
            var later = new Slot(waitedFor.start(), waitedFor.end().plusMillis(1));

            refused(TOO_EARLY_FOR_NO_SHOW, new RecordNoShow(BOOKING), booked(later));
        }

        @Test
        void followsTheSlotThatTheBookingMovedTo() {
            refused(TOO_EARLY_FOR_NO_SHOW, new RecordNoShow(BOOKING), booked(waitedFor), rescheduled(SOON));
        }

        @Test
        void happensOnce() {
            when(new RecordNoShow(BOOKING), booked(waitedFor), noShow(waitedFor))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }

        @Test
        void isNobodyWhoCameOrCancelled() {
            refused(ALREADY_CHECKED_IN, new RecordNoShow(BOOKING), booked(waitedFor), checkedIn(waitedFor));
            refused(ALREADY_SERVED, new RecordNoShow(BOOKING), booked(waitedFor), served(waitedFor));
            refused(BOOKING_CANCELLED, new RecordNoShow(BOOKING), booked(waitedFor), cancelled(waitedFor));
        }

        @Test
        void isNobodyWithoutASlot() {
            refused(WITHOUT_SLOT, new RecordNoShow(BOOKING), booked(null));
        }
    }

    @Nested
    class TheVersionACallerSaw {

        @Test
        void letsTheCommandPassWhenNothingHappenedSince() {
            when(new Reschedule(BOOKING, NEXT_WEEK, 0L), booked(SOON)).expectSuccessfulHandlerExecution();
            when(new Cancel(BOOKING, 1L), booked(SOON), rescheduled(NEXT_WEEK)).expectSuccessfulHandlerExecution();
            when(new CheckIn(BOOKING, DESK, 0L), booked(SOON)).expectSuccessfulHandlerExecution();
            when(new Serve(BOOKING, null, 1L), booked(SOON), checkedIn(SOON)).expectSuccessfulHandlerExecution();
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 0, 2, Long.MAX_VALUE})
        void refusesWhenItIsNotTheCurrentOne(long seen) {
            var moved = new Object[] {booked(NEXT_WEEK), rescheduled(SOON)};

            refused(STALE, new Reschedule(BOOKING, NEXT_WEEK, seen), moved);
            refused(STALE, new Cancel(BOOKING, seen), moved);
            refused(STALE, new CheckIn(BOOKING, DESK, seen), moved);
            refused(STALE, new Serve(BOOKING, null, seen), moved);
        }

        @Test
        void isAnsweredWith412() {
            assertThat(STALE.status()).isEqualTo(412);
            assertThat(STALE.code()).isEqualTo("stale");
            assertThat(TOO_EARLY_TO_CHECK_IN.status()).isEqualTo(409);
            assertThat(TOO_EARLY_TO_CHECK_IN.code()).isEqualTo("too-early-to-check-in");
        }
    }

    @Test
    void anUnknownBookingIsNeverMadeByACommandOnIt() {
        for (var command : List.of(
                new Reschedule(BOOKING, SOON, null),
                new Cancel(BOOKING, null),
                new CheckIn(BOOKING, DESK, null),
                new Serve(BOOKING, null, null),
                new RecordNoShow(BOOKING))) {
            when(command).expectException(AggregateNotFoundException.class);
        }
    }

    /** A fixture handles one command, so each call brings its own. */
    private static ResultValidator<Booking> when(Object command, Object... history) {
        var fixture = new AggregateTestFixture<>(Booking.class)
                .registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC))
                .registerInjectableResource(new BookingTerms(GRACE));
        return history.length == 0
                ? fixture.givenNoPriorActivity().when(command)
                : fixture.given(history).when(command);
    }

    private static void refused(Reason reason, Object command, Object... history) {
        when(command, history)
                .expectNoEvents()
                .expectException(BookingRejected.class)
                .expectExceptionDetails(reason);
    }

    private static Book book(Slot slot) {
        return new Book(BOOKING, ANNA, "advice", "zurich", slot, "web", null);
    }

    private static Booked booked(Slot slot) {
        return new Booked(moment(BOOKED_AT), slot);
    }

    private static Rescheduled rescheduled(Slot slot) {
        return new Rescheduled(moment(BOOKED_AT), slot);
    }

    private static Cancelled cancelled(Slot slot) {
        return new Cancelled(moment(BOOKED_AT), slot);
    }

    private static CheckedIn checkedIn(Slot slot) {
        return new CheckedIn(moment(BOOKED_AT), slot, "desk");
    }

    private static Served served(Slot slot) {
        return new Served(moment(BOOKED_AT), slot, "solved", null, null);
    }

    private static NoShow noShow(Slot slot) {
        return new NoShow(moment(BOOKED_AT), slot);
    }

    private static Moment moment(Instant occurredAt) {
        return Moment.own("booking-service", ANNA, occurredAt)
                .withBooking("booking-1", "advice", "zurich")
                .withChannel("web");
    }

    private static Slot slotIn(Duration delay) {
        return new Slot(NOW.plus(delay), NOW.plus(delay).plusSeconds(1800));
    }
}
