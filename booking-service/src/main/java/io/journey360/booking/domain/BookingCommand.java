package io.journey360.booking.domain;

import io.journey360.events.BookingId;
import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.events.Slot;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a booking. Every command may be repeated: the second time changes nothing. {@code expectedVersion}
 * is the version the caller saw (the sequence number of the booking's last event); null when any will do.
 */
public sealed interface BookingCommand {

    @TargetAggregateIdentifier
    BookingId booking();

    /** @param slot null for somebody who walks in and is served when it is their turn */
    record Book(
            BookingId booking,
            IdentityKey customer,
            String service,
            @Nullable String location,
            @Nullable Slot slot,
            String channel,
            @Nullable Sealed contact)
            implements BookingCommand {

        public Book withContact(@Nullable Sealed sealed) {
            return new Book(booking, customer, service, location, slot, channel, sealed);
        }
    }

    record Reschedule(
            BookingId booking, Slot slot, @Nullable Long expectedVersion) implements BookingCommand {}

    record Cancel(BookingId booking, @Nullable Long expectedVersion) implements BookingCommand {}

    record CheckIn(
            BookingId booking,
            CheckInMethod method,
            @Nullable Long expectedVersion) implements BookingCommand {}

    record Serve(
            BookingId booking,
            @Nullable String outcome,
            @Nullable Long expectedVersion) implements BookingCommand {}

    /** Asked by the clock, not by people: the booking itself decides whether it still applies. */
    record RecordNoShow(BookingId booking) implements BookingCommand {}
}
