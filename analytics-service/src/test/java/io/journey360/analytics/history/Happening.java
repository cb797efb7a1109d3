package io.journey360.analytics.history;

import io.journey360.analytics.query.FilterRequest;
import io.journey360.analytics.query.StepRequest;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event of a history. */
public record Happening(JourneyEvent event, long time, long position) {

    public JourneyEventType type() {
        return event.type();
    }

    public IdentityKey identity() {
        return event.moment().identity();
    }

    public Instant at() {
        return Instant.ofEpochMilli(time);
    }

    public @Nullable Object value(String property) {
        var moment = event.moment();
        return switch (property) {
            case "event" -> type().wireName();
            case "action" -> event instanceof Interacted interacted ? interacted.action() : null;
            case "channel" -> moment.channel();
            case "touchpoint" -> moment.touchpoint();
            case "service" -> moment.service();
            case "location" -> moment.location();
            case "source" -> moment.source();
            default -> moment.attributes().get(property.substring("attributes.".length()));
        };
    }

    /** Whether a step selects it; its filter may name channels. */
    public boolean matches(StepRequest step) {
        return Objects.equals(step.event(), type().wireName()) && matches(step.filter());
    }

    /** Whether a filter by event, {@code not} one channel, or a list of channels selects it. */
    public boolean matches(@Nullable FilterRequest filter) {
        return filter == null
                || matches(filter.event(), type().wireName())
                        && matches(filter.channel(), event.moment().channel());
    }

    private static boolean matches(@Nullable Object condition, @Nullable Object value) {
        return switch (condition) {
            case null -> true;
            case Map<?, ?> map -> !Objects.equals(map.get("not"), value);
            case List<?> list -> value != null && list.contains(value);
            case Object one -> one.equals(value);
        };
    }
}
