package io.journey360.touchpoint.collector;

import java.time.Clock;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;

/**
 * Collected events as they stand in the log: each the first of a stream of its own, so that the log itself refuses a second one. The
 * stream's name and the message's identifier must differ, or the JDBC engine reads it back as a plain event.
 */
final class CollectedMessages {

    private static final String TYPE = "Collected";
    private static final String STREAM_PREFIX = "event-";
    private static final String DIGEST = "digest";

    private CollectedMessages() {}

    /** A new message with the clock's time: a back-dated one would be skipped behind a gap. */
    static DomainEventMessage<?> of(Item.Event event, Clock clock) {
        return new GenericDomainEventMessage<>(
                TYPE,
                stream(event.key()),
                0,
                event.event(),
                MetaData.with(DIGEST, event.digest()),
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
}
