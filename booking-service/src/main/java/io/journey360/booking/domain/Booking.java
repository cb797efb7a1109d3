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
import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.journey360.booking.domain.BookingCommand.Book;
import io.journey360.booking.domain.BookingCommand.Cancel;
import io.journey360.booking.domain.BookingCommand.CheckIn;
import io.journey360.booking.domain.BookingCommand.RecordNoShow;
import io.journey360.booking.domain.BookingCommand.Reschedule;
import io.journey360.booking.domain.BookingCommand.Serve;
import io.journey360.events.Booked;
import io.journey360.events.BookingId;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.Moment;
import io.journey360.events.NoShow;
import io.journey360.events.Rescheduled;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * One appointment, from the commitment to its end. It ends served, cancelled or as a no-show; a later visit is another
 * booking. Somebody may be served who never checked in: the desk that serves them knows they came. A desk or kiosk takes
 * a late arrival as long as no no-show is recorded; the link, which anybody may hold, closes with the slot.
 */
@Aggregate
@NullUnmarked // fields are filled by replaying events
class Booking {

    static final String SOURCE = "booking-service";

    private static final Duration LONGEST_SLOT = Duration.ofDays(31);
    private static final int YEARS_AHEAD = 2;
    private static final Duration CHECK_IN_OPENS_BEFORE = Duration.ofHours(24);
    /** Without a slot there is no end to close the link at. */
    private static final Duration LINK_OF_WALK_IN_LASTS = Duration.ofHours(24);

    private enum Phase {
        BOOKED,
        CHECKED_IN,
        SERVED,
        CANCELLED,
        NO_SHOW
    }

    @AggregateIdentifier
    private BookingId id;

    private Booked booked;
    private @Nullable Slot slot;
    private Phase phase;
    private @Nullable String outcome;

    Booking() {} // Axon replays into an empty instance

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(Book command, Clock clock) {
        if (id != null) {
            if (!isTheSameAs(command)) {
                throw new BookingRejected(BOOKING_EXISTS, "Booking %s is another one".formatted(id));
            }
            return;
        }
        var now = clock.instant();
        if (command.slot() != null) {
            refuseAbsurd(command.slot(), now);
        }
        var moment = Moment.own(SOURCE, command.customer(), now)
                .withBooking(command.booking().value(), command.service(), command.location())
                .withChannel(command.channel());
        apply(new Booked(moment, command.slot(), command.contact()));
    }

    @CommandHandler
    void handle(Reschedule command, Clock clock) {
        refuseStale(command.expectedVersion());
        switch (phase) {
            case BOOKED -> {}
            case CHECKED_IN -> throw new BookingRejected(ALREADY_CHECKED_IN, "The customer has checked in");
            case SERVED -> throw new BookingRejected(ALREADY_SERVED, "The customer was served");
            case CANCELLED -> throw new BookingRejected(BOOKING_CANCELLED, "The booking was cancelled");
            case NO_SHOW -> throw new BookingRejected(RECORDED_AS_NO_SHOW, "The customer did not come");
        }
        if (command.slot().equals(slot)) {
            return;
        }
        var now = clock.instant();
        refuseAbsurd(command.slot(), now);
        apply(new Rescheduled(momentAt(now), command.slot()));
    }

    @CommandHandler
    void handle(Cancel command, Clock clock) {
        refuseStale(command.expectedVersion());
        switch (phase) {
            case BOOKED, CHECKED_IN -> apply(new Cancelled(momentAt(clock.instant()), slot));
            case CANCELLED -> {}
            case SERVED -> throw new BookingRejected(ALREADY_SERVED, "The customer was served");
            case NO_SHOW -> throw new BookingRejected(RECORDED_AS_NO_SHOW, "The customer did not come");
        }
    }

    /** @return whether the customer was checked in now, not before: a link that was used is used up */
    @CommandHandler
    boolean handle(CheckIn command, Clock clock) {
        refuseStale(command.expectedVersion());
        return switch (phase) {
            case BOOKED -> {
                var now = clock.instant();
                refuseOutsideCheckInHours(command.method(), now);
                apply(new CheckedIn(momentAt(now), slot, command.method().wireName()));
                yield true;
            }
            case CHECKED_IN -> false; // the first method stays
            case SERVED -> throw new BookingRejected(ALREADY_SERVED, "The customer was served");
            case CANCELLED -> throw new BookingRejected(BOOKING_CANCELLED, "The booking was cancelled");
            case NO_SHOW -> throw new BookingRejected(RECORDED_AS_NO_SHOW, "The customer did not come");
        };
    }

    @CommandHandler
    void handle(Serve command, Clock clock) {
        refuseStale(command.expectedVersion());
        switch (phase) {
            case BOOKED, CHECKED_IN -> {
                var now = clock.instant();
                if (phase == Phase.BOOKED && isBeforeCheckIn(now)) {
                    throw new BookingRejected(TOO_EARLY_TO_SERVE, "The slot begins at %s".formatted(slot.start()));
                }
                apply(new Served(momentAt(now), slot, command.outcome(), null, null));
            }
            case SERVED -> {
                if (!Objects.equals(outcome, command.outcome())) {
                    throw new BookingRejected(ALREADY_SERVED, "The customer was served with another outcome");
                }
            }
            case CANCELLED -> throw new BookingRejected(BOOKING_CANCELLED, "The booking was cancelled");
            case NO_SHOW -> throw new BookingRejected(RECORDED_AS_NO_SHOW, "The customer did not come");
        }
    }

    /** It happened when waiting ended, however late it is recorded. */
    @CommandHandler
    void handle(RecordNoShow command, Clock clock, BookingTerms terms) {
        switch (phase) {
            case BOOKED -> {
                if (slot == null) {
                    throw new BookingRejected(WITHOUT_SLOT, "Without a slot nobody can miss it");
                }
                var waitingEnds = slot.end().plus(terms.noShowGrace());
                if (clock.instant().isBefore(waitingEnds)) {
                    throw new BookingRejected(
                            TOO_EARLY_FOR_NO_SHOW, "The customer is waited for until %s".formatted(waitingEnds));
                }
                apply(new NoShow(momentAt(waitingEnds), slot));
            }
            case CHECKED_IN -> throw new BookingRejected(ALREADY_CHECKED_IN, "The customer has checked in");
            case SERVED -> throw new BookingRejected(ALREADY_SERVED, "The customer was served");
            case CANCELLED -> throw new BookingRejected(BOOKING_CANCELLED, "The booking was cancelled");
            case NO_SHOW -> {}
        }
    }

    private boolean isTheSameAs(Book command) {
        var known = booked.moment();
        return command.customer().equals(known.customer())
                && command.service().equals(known.service())
                && Objects.equals(command.location(), known.location())
                && Objects.equals(command.slot(), booked.slot())
                && command.channel().equals(known.channel());
    }

    private Moment momentAt(Instant occurredAt) {
        var known = booked.moment();
        return Moment.own(SOURCE, known.identity(), occurredAt)
                .withBooking(id.value(), known.service(), known.location())
                .withChannel(known.channel());
    }

    private void refuseStale(@Nullable Long expectedVersion) {
        if (expectedVersion != null && !expectedVersion.equals(getVersion())) {
            throw new BookingRejected(STALE, "The booking has changed: it is at version %s".formatted(getVersion()));
        }
    }

    private void refuseOutsideCheckInHours(CheckInMethod method, Instant now) {
        if (isBeforeCheckIn(now)) {
            throw new BookingRejected(
                    TOO_EARLY_TO_CHECK_IN,
                    "Check-in opens at %s".formatted(slot.start().minus(CHECK_IN_OPENS_BEFORE)));
        }
        if (method == CheckInMethod.LINK && !now.isBefore(linkCloses())) {
            throw new BookingRejected(CHECK_IN_CLOSED, "Check-in by link closed at %s".formatted(linkCloses()));
        }
    }

    private boolean isBeforeCheckIn(Instant now) {
        return slot != null && now.isBefore(slot.start().minus(CHECK_IN_OPENS_BEFORE));
    }

    private Instant linkCloses() {
        return slot != null ? slot.end() : booked.moment().occurredAt().plus(LINK_OF_WALK_IN_LASTS);
    }

    private static void refuseAbsurd(Slot slot, Instant now) {
        if (slot.start().isBefore(now)) {
            throw new BookingRejected(SLOT_IN_PAST, "The slot began at %s".formatted(slot.start()));
        }
        if (slot.start()
                .isAfter(now.atZone(ZoneOffset.UTC).plusYears(YEARS_AHEAD).toInstant())) {
            throw new BookingRejected(
                    SLOT_TOO_FAR_AHEAD, "A slot begins at most %d years ahead".formatted(YEARS_AHEAD));
        }
        if (Duration.between(slot.start(), slot.end()).compareTo(LONGEST_SLOT) > 0) {
            throw new BookingRejected(SLOT_TOO_LONG, "A slot lasts at most %d days".formatted(LONGEST_SLOT.toDays()));
        }
    }

    @EventSourcingHandler
    void on(Booked event) {
        id = new BookingId(Objects.requireNonNull(event.moment().booking()));
        booked = event;
        slot = event.slot();
        phase = Phase.BOOKED;
    }

    @EventSourcingHandler
    void on(Rescheduled event) {
        slot = event.slot();
    }

    @EventSourcingHandler
    void on(Cancelled event) {
        phase = Phase.CANCELLED;
    }

    @EventSourcingHandler
    void on(CheckedIn event) {
        phase = Phase.CHECKED_IN;
    }

    @EventSourcingHandler
    void on(Served event) {
        phase = Phase.SERVED;
        outcome = event.outcome();
    }

    @EventSourcingHandler
    void on(NoShow event) {
        phase = Phase.NO_SHOW;
    }
}
