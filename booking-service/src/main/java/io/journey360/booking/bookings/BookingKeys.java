package io.journey360.booking.bookings;

import io.journey360.events.BookingId;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys a booking is found by, {@code <kind>|<value>|<when it takes place>|<booking>}: read as ranges of {@code _id}, so
 * no secondary index is needed. A key is a fact of an event and stays; one left behind by a rescheduling names a time at
 * which its booking no longer takes place and is passed over by readers.
 */
final class BookingKeys {

    /** Keys at or after {@code low} and before {@code high}. */
    record Range(String low, String high) {}

    private BookingKeys() {}

    static List<String> ofBooked(
            BookingId booking, JourneyEvent booked, @Nullable Slot slot, String code, String token) {
        return Stream.concat(
                        ofPlaceAndTime(booking, booked, slot).stream(),
                        Stream.of("code|%s|%s".formatted(code, booking), "token|%s|%s".formatted(token, booking)))
                .toList();
    }

    static List<String> ofPlaceAndTime(BookingId booking, JourneyEvent event, @Nullable Slot slot) {
        var moment = event.moment();
        var at = sortable(slot != null ? slot.start() : moment.occurredAt());
        return Stream.of(
                        "customer|%s|%s|%s".formatted(moment.identity(), at, booking),
                        "when|%s|%s".formatted(at, booking),
                        moment.location() == null ? null : "where|%s|%s|%s".formatted(moment.location(), at, booking))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    static Range byCode(String code) {
        return prefixed("code|" + code + "|");
    }

    static Range byToken(String tokenHash) {
        return prefixed("token|" + tokenHash + "|");
    }

    static Range byCustomer(IdentityKey customer, @Nullable Instant from, @Nullable Instant to) {
        return timed("customer|" + customer + "|", from, to);
    }

    static Range byLocation(String location, @Nullable Instant from, @Nullable Instant to) {
        return timed("where|" + location + "|", from, to);
    }

    static Range byTime(@Nullable Instant from, @Nullable Instant to) {
        return timed("when|", from, to);
    }

    /** Whether the key is a booking's present one: false if it names a time the booking has moved away from. */
    static boolean isCurrent(String key, BookingView booking) {
        return !key.startsWith("customer|") && !key.startsWith("when|") && !key.startsWith("where|")
                || key.endsWith("|" + sortable(booking.at()) + "|" + booking.booking());
    }

    private static Range prefixed(String prefix) {
        return new Range(prefix, afterAll(prefix));
    }

    private static Range timed(String prefix, @Nullable Instant from, @Nullable Instant to) {
        return new Range(
                from == null ? prefix : prefix + sortable(from), to == null ? afterAll(prefix) : prefix + sortable(to));
    }

    /** The first string after every one that begins with the prefix, which ends in a bar. */
    private static String afterAll(String prefix) {
        return prefix.substring(0, prefix.length() - 1) + (char) ('|' + 1);
    }

    /** Milliseconds of fixed width, so that they sort as text; what lies outside any booking's reach is cut to the ends. */
    private static String sortable(Instant time) {
        var seconds = Math.clamp(time.getEpochSecond(), 0, 99_999_999_999L);
        return "%014d".formatted(seconds * 1000 + (seconds == time.getEpochSecond() ? time.getNano() / 1_000_000 : 0));
    }
}
