package io.journey360.platform.log;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** The log as the services use it, wherever it lives. Positions begin at 1; 0 is before the first event. All calls block. */
public interface JourneyLog {

    /** The highest position, 0 for an empty log. Every event acknowledged before this call is at or below it. */
    long head();

    /** Every event in position order; streams are woken by commits. */
    StreamableMessageSource<TrackedEventMessage<?>> source();

    /** The position a token has reached; 0 for null and for a token at the tail. */
    long position(@Nullable TrackingToken token);

    /**
     * The event's own position. Not always its token's: an event that fills a gap comes late, with a token that already stands
     * further on.
     */
    long position(TrackedEventMessage<?> event);

    /** A token behind which a stream of {@link #source()} begins with the first event after the position; 0 is the tail. */
    TrackingToken tokenAt(long position);

    /**
     * The position up to which nothing can appear any more for a reader whose token this is: below the lowest gap that is
     * still open. A gap older than 60 s counts as closed.
     */
    long watermark(@Nullable TrackingToken token);

    /**
     * One log transaction, durable when this returns.
     *
     * @throws DuplicateEventException if a stream already has one of the events; nothing was stored then
     */
    void append(List<? extends DomainEventMessage<?>> events);

    /** Which of these streams have at least one event. */
    Set<String> existing(Collection<String> aggregateIdentifiers);
}
