package io.journey360.analytics.running;

import io.journey360.events.Booked;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import io.journey360.platform.log.EventKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;

/** Events as the collector would append them. */
public final class Events {

    public static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
    public static final String SHOP = "web-shop";

    private Events() {}

    public static IdentityKey identity(long number) {
        return IdentityKey.of(number * 0x9E3779B97F4A7C15L, number);
    }

    public static Instant day(double days) {
        return START.plusMillis((long) (days * 86_400_000));
    }

    public static Moment moment(
            String id, @Nullable IdentityKey customer, @Nullable IdentityKey anonymous, Instant at) {
        return new Moment(customer, anonymous, at, SHOP, id, "desk", "web", null, null, null, null, Map.of());
    }

    public static Discovered discovered(String id, IdentityKey customer, double day) {
        return new Discovered(moment(id, customer, null, day(day)));
    }

    public static Interacted interacted(String id, IdentityKey customer, double day) {
        return new Interacted(moment(id, customer, null, day(day)), "added-to-cart");
    }

    public static Booked booked(String id, IdentityKey customer, double day, @Nullable Slot slot) {
        return new Booked(moment(id, customer, null, day(day)).withBooking("b-" + id, "advice", "Bern"), slot);
    }

    public static Served served(String id, IdentityKey customer, double day) {
        return new Served(moment(id, customer, null, day(day)), null, "done", null, null);
    }

    public static Reviewed reviewed(String id, IdentityKey customer, double day, String survey, double score) {
        return new Reviewed(moment(id, customer, null, day(day)), survey, score, new Scale(0, 10));
    }

    public static DomainEventMessage<JourneyEvent> collected(JourneyEvent event) {
        return collected(
                event,
                event.moment().source(),
                Objects.requireNonNull(event.moment().id()));
    }

    public static DomainEventMessage<Retracted> retraction(String id, String retractedId) {
        return collected(new Retracted(SHOP, id, retractedId, START), SHOP, id);
    }

    public static <E extends PublishedEvent> DomainEventMessage<E> collected(E event, String source, String id) {
        var key = EventKeys.key(source, id);
        return new GenericDomainEventMessage<>("Collected", "event-" + key, 0, event, Map.of(), key, Instant.now());
    }

    /** As one of our own services publishes: an aggregate's only event. */
    public static <E extends PublishedEvent> DomainEventMessage<E> published(String aggregate, E event) {
        return new GenericDomainEventMessage<>(
                "Profile", aggregate, 0, event, Map.of(), "message-" + aggregate, Instant.now());
    }

    public static List<DomainEventMessage<JourneyEvent>> collected(List<? extends JourneyEvent> events) {
        return events.stream().map(Events::collected).toList();
    }
}
