package io.journey360.booking.bookings;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.BookingId;
import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.events.Slot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A booking as it stands. Times are what happened to the customer, to the millisecond.
 *
 * @param version sequence number of the last event shown
 * @param code what the customer shows at a desk
 * @param sealedContact never shown
 * @param contact as it was given, for role {@code desk}; left out when it was erased
 * @param unreadable names of fields whose key is gone, or cannot be used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BookingView(
        BookingId booking,
        @JsonIgnore long version,
        IdentityKey customer,
        String service,
        @Nullable String location,
        String channel,
        @Nullable Slot slot,
        BookingState state,
        String code,
        @JsonIgnore @Nullable Sealed sealedContact,
        @Nullable JsonNode contact,
        @Nullable List<String> unreadable,
        Instant bookedAt,
        @Nullable Instant checkedInAt,
        @Nullable String method,
        @Nullable Instant servedAt,
        @Nullable String outcome,
        @Nullable Instant cancelledAt,
        @Nullable Instant noShowAt) {

    BookingView withContact(JsonNode opened) {
        return withContact(opened, null);
    }

    BookingView withUnreadableContact() {
        return withContact(null, List.of("contact"));
    }

    private BookingView withContact(@Nullable JsonNode opened, @Nullable List<String> unreadableFields) {
        return new BookingView(
                booking,
                version,
                customer,
                service,
                location,
                channel,
                slot,
                state,
                code,
                sealedContact,
                opened,
                unreadableFields,
                bookedAt,
                checkedInAt,
                method,
                servedAt,
                outcome,
                cancelledAt,
                noShowAt);
    }

    /** When the service takes place: the slot's start, or for somebody who walked in when they did. */
    @JsonIgnore
    Instant at() {
        return slot != null ? slot.start() : bookedAt;
    }
}
