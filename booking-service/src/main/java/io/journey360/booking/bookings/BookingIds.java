package io.journey360.booking.bookings;

import io.journey360.events.BookingId;
import io.journey360.platform.problem.Problem;
import java.util.regex.Pattern;

/** Reads a booking's id from a path. The form matters: any other string might name another context's stream in the log. */
public final class BookingIds {

    private static final Pattern FORM = Pattern.compile("booking-[0-9a-z-]{1,64}");

    private BookingIds() {}

    /** @throws Problem 404 for what cannot be a booking's id */
    public static BookingId parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw unknown();
        }
        return new BookingId(text);
    }

    static Problem unknown() {
        return Problem.notFound("There is no such booking");
    }
}
