package io.journey360.platform.log;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** The log on Axon Server, which announces new events to its streams itself. */
final class AxonServerJourneyLog implements JourneyLog {

    private final EventStore store;
    private final AppendSignal signal;

    AxonServerJourneyLog(EventStore store, AppendSignal signal) {
        this.store = store;
        this.signal = signal;
    }

    @Override
    public long head() {
        return Positions.position(store.createHeadToken());
    }

    @Override
    public StreamableMessageSource<TrackedEventMessage<?>> source() {
        return store;
    }

    @Override
    public long position(@Nullable TrackingToken token) {
        return Positions.position(token);
    }

    @Override
    public long position(TrackedEventMessage<?> event) {
        return Positions.position(event);
    }

    @Override
    public TrackingToken tokenAt(long position) {
        return new GlobalSequenceTrackingToken(position - 1);
    }

    @Override
    public long watermark(@Nullable TrackingToken token) {
        return Positions.position(token);
    }

    @Override
    public void append(List<? extends DomainEventMessage<?>> events) {
        try {
            store.publish(events);
        } catch (AggregateStreamCreationException | ConcurrencyException e) {
            throw new DuplicateEventException(e);
        }
        signal.announce();
    }

    @Override
    public Set<String> existing(Collection<String> aggregateIdentifiers) {
        var existing = new HashSet<String>();
        for (var identifier : aggregateIdentifiers) {
            if (store.lastSequenceNumberFor(identifier).isPresent()) {
                existing.add(identifier);
            }
        }
        return existing;
    }
}
