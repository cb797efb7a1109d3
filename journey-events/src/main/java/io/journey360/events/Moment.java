package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every journey event tells: whose it is, when it happened and where.
 *
 * @param customer the known identity, if the event carried one
 * @param anonymous the device or cookie, if the event carried one; both present links the two
 * @param occurredAt when it happened to the customer; when the log learnt it is the message's timestamp
 * @param source who observed it: the CloudEvents source, an import mapping's source or our own service's name
 * @param id the source's id of the event; null for events of our own services, whose message identifier is their id
 * @param touchpoint name of the touchpoint, declared or not
 * @param booking the source's id of the booking; a booking's key is (source, booking)
 * @param attributes flat: strings, numbers and booleans only
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Moment(
        @Nullable IdentityKey customer,
        @Nullable IdentityKey anonymous,
        Instant occurredAt,
        String source,
        @Nullable String id,
        @Nullable String touchpoint,
        @Nullable String channel,
        @Nullable String service,
        @Nullable String location,
        @Nullable String booking,
        @Nullable Money value,
        Map<String, Object> attributes) {

    public Moment {
        if (customer == null && anonymous == null) {
            throw new IllegalArgumentException("A moment belongs to a customer or to an anonymous identity");
        }
        attributes = Objects.requireNonNullElse(attributes, Map.<String, Object>of()); // absent in JSON
        attributes = Map.copyOf(attributes);
    }

    /** The identity the event is kept under: the known one when there is one. */
    @JsonIgnore
    public IdentityKey identity() {
        return customer != null ? customer : Objects.requireNonNull(anonymous);
    }

    /** A moment of one of our own services: identified by its message, without touchpoint. */
    public static Moment own(String source, IdentityKey customer, Instant occurredAt) {
        return new Moment(customer, null, occurredAt, source, null, null, null, null, null, null, null, Map.of());
    }

    public Moment withChannel(@Nullable String channel) {
        return new Moment(
                customer,
                anonymous,
                occurredAt,
                source,
                id,
                touchpoint,
                channel,
                service,
                location,
                booking,
                value,
                attributes);
    }

    public Moment withTouchpoint(@Nullable String touchpoint) {
        return new Moment(
                customer,
                anonymous,
                occurredAt,
                source,
                id,
                touchpoint,
                channel,
                service,
                location,
                booking,
                value,
                attributes);
    }

    public Moment withBooking(@Nullable String booking, @Nullable String service, @Nullable String location) {
        return new Moment(
                customer,
                anonymous,
                occurredAt,
                source,
                id,
                touchpoint,
                channel,
                service,
                location,
                booking,
                value,
                attributes);
    }
}
