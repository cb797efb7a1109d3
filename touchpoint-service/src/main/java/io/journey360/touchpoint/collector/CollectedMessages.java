package io.journey360.touchpoint.collector;

import java.time.Clock;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * Collected events as they stand in the log: each the first of a stream of its own, so that the log itself refuses a second one. The
 * stream's name and the message's identifier must differ, or the JDBC engine reads it back as a plain event.
 */
final class CollectedMessages {

    private static final String TYPE = "Collected";
    private static final String STREAM_PREFIX = "event-";
    private static final String DIGEST = "digest";
    private static final String TOUCHPOINT = "touchpoint";

    private CollectedMessages() {}

    /** A new message with the clock's time: a back-dated one would be skipped behind a gap. */
    static DomainEventMessage<?> of(Item.Event event, TouchpointNames names, Clock clock) {
        var digest = MetaData.with(DIGEST, event.digest());
        var touchpoint = TouchpointNames.of(event);
        boolean isNew = touchpoint != null && !names.isKnown(touchpoint);
        return new GenericDomainEventMessage<>(
                TYPE,
                stream(event.key()),
                0,
                event.event(),
                isNew ? digest.mergedWith(Map.of(TOUCHPOINT, touchpoint)) : digest,
                event.key(),
                clock.instant());
    }

    static String stream(String key) {
        return STREAM_PREFIX + key;
    }

    static boolean isCollected(DomainEventMessage<?> message) {
        return TYPE.equals(message.getType());
    }

    static String digest(DomainEventMessage<?> message) {
        return String.valueOf(message.getMetaData().get(DIGEST));
    }

    /**
     * The name of the touchpoint, on those events that a process collected first with it: whoever wants the names need not read every
     * event back from JSON.
     */
    static @Nullable String markedTouchpoint(DomainEventMessage<?> message) {
        return message.getMetaData().get(TOUCHPOINT) instanceof String name ? name : null;
    }
}
