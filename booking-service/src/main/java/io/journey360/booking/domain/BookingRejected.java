package io.journey360.booking.domain;

import io.journey360.platform.problem.Refusal;
import org.axonframework.commandhandling.CommandExecutionException;

/** A command the booking rules refuse. The reason travels as details, so it survives a remote command bus. */
public final class BookingRejected extends CommandExecutionException {

    public enum Reason implements Refusal {
        BOOKING_EXISTS,
        SLOT_IN_PAST,
        SLOT_TOO_LONG,
        SLOT_TOO_FAR_AHEAD,
        TOO_EARLY_TO_CHECK_IN,
        CHECK_IN_CLOSED,
        TOO_EARLY_TO_SERVE,
        TOO_EARLY_FOR_NO_SHOW,
        WITHOUT_SLOT,
        ALREADY_CHECKED_IN,
        ALREADY_SERVED,
        BOOKING_CANCELLED,
        RECORDED_AS_NO_SHOW,
        STALE {
            @Override
            public int status() {
                return 412;
            }
        }
    }

    public BookingRejected(Reason reason, String message) {
        super(message, null, reason);
    }
}
