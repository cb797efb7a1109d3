package io.journey360.analytics.facts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.journey360.events.Booked;
import io.journey360.events.Called;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Money;
import io.journey360.events.NoShow;
import io.journey360.events.Rescheduled;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as timelines and the live stream show it; what it does not carry is left out.
 *
 * @param identity absent when the person may not be named
 * @param unreadable names of fields whose key is gone, or cannot be used
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TimelineItem(
        String id,
        String source,
        JourneyEventType event,
        Instant occurredAt,
        Instant recordedAt,
        long position,
        @Nullable IdentityKey identity,
        @Nullable String action,
        @Nullable String touchpoint,
        @Nullable String channel,
        @Nullable String service,
        @Nullable String location,
        @Nullable String booking,
        @Nullable Slot slot,
        @Nullable String method,
        @Nullable String outcome,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable String survey,
        @Nullable Double score,
        @Nullable Scale scale,
        @Nullable String text,
        @Nullable List<String> unreadable,
        @Nullable Money value,
        Map<String, Object> attributes) {

    /** Without anything that is sealed. */
    public static TimelineItem of(Fact fact) {
        return of(fact, null, null);
    }

    /** @param text of its review, opened for whoever may read it; empty when it cannot be opened */
    public static TimelineItem of(Fact fact, Optional<String> text) {
        return of(fact, text.orElse(null), text.isPresent() ? null : List.of("text"));
    }

    private static TimelineItem of(Fact fact, @Nullable String text, @Nullable List<String> unreadable) {
        var event = fact.event();
        var moment = fact.moment();
        var served = event instanceof Served s ? s : null;
        var reviewed = event instanceof Reviewed r ? r : null;
        return new TimelineItem(
                fact.id(),
                moment.source(),
                event.type(),
                moment.occurredAt(),
                fact.recordedAt(),
                fact.position(),
                fact.identity(),
                event instanceof Interacted interacted ? interacted.action() : null,
                moment.touchpoint(),
                moment.channel(),
                moment.service(),
                moment.location(),
                moment.booking(),
                slot(event),
                event instanceof CheckedIn checkedIn ? checkedIn.method() : null,
                served == null ? null : served.outcome(),
                served == null ? null : served.started(),
                served == null ? null : served.ended(),
                reviewed == null ? null : reviewed.survey(),
                reviewed == null ? null : reviewed.score(),
                reviewed == null ? null : reviewed.scale(),
                text,
                unreadable,
                moment.value(),
                moment.attributes());
    }

    /** The same event, told of nobody. */
    public TimelineItem ofNobody() {
        return new TimelineItem(
                id,
                source,
                event,
                occurredAt,
                recordedAt,
                position,
                null,
                action,
                touchpoint,
                channel,
                service,
                location,
                booking,
                slot,
                method,
                outcome,
                started,
                ended,
                survey,
                score,
                scale,
                null,
                null,
                value,
                attributes);
    }

    /** When the booked service is to take place, if the event says so. */
    public static @Nullable Slot slot(JourneyEvent event) {
        return switch (event) {
            case Booked e -> e.slot();
            case Rescheduled e -> e.slot();
            case Cancelled e -> e.slot();
            case CheckedIn e -> e.slot();
            case Called e -> e.slot();
            case Served e -> e.slot();
            case NoShow e -> e.slot();
            case Discovered e -> null;
            case Interacted e -> null;
            case Reviewed e -> null;
        };
    }
}
