package io.journey360.platform.log;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/** The log on SQLite or PostgreSQL. */
final class JdbcJourneyLog implements JourneyLog {

    private static final int IDENTIFIERS_PER_QUERY = 500;

    private final LogDatabase database;
    private final JdbcLogEngine engine;
    private final LogTail tail;
    private final Positions positions;

    JdbcJourneyLog(LogDatabase database, JdbcLogEngine engine, AppendSignal signal, Positions positions) {
        this.database = database;
        this.engine = engine;
        this.tail = new LogTail(engine, signal);
        this.positions = positions;
    }

    @Override
    public long head() {
        return database.dialect() == LogDatabase.Dialect.SQLITE ? engine.headOfOwnFile() : engine.headInDatabase();
    }

    @Override
    public StreamableMessageSource<TrackedEventMessage<?>> source() {
        return tail;
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
        return GapAwareTrackingToken.newInstance(position, Set.of());
    }

    @Override
    public long watermark(@Nullable TrackingToken token) {
        return positions.watermark(token);
    }

    @Override
    public void append(List<? extends DomainEventMessage<?>> events) {
        try {
            engine.appendEvents(events);
        } catch (AggregateStreamCreationException | ConcurrencyException e) {
            throw new DuplicateEventException(e);
        }
    }

    @Override
    public Set<String> existing(Collection<String> aggregateIdentifiers) {
        var identifiers = new ArrayList<>(aggregateIdentifiers);
        var existing = new HashSet<String>();
        for (int from = 0; from < identifiers.size(); from += IDENTIFIERS_PER_QUERY) {
            var some = identifiers.subList(from, Math.min(identifiers.size(), from + IDENTIFIERS_PER_QUERY));
            addExisting(some, existing);
        }
        return existing;
    }

    private void addExisting(List<String> identifiers, Set<String> existing) {
        var sql =
                "select aggregateIdentifier from DomainEventEntry where sequenceNumber = 0 and aggregateIdentifier in (%s)"
                        .formatted(String.join(
                                ",", identifiers.stream().map(i -> "?").toList()));
        try (var connection = database.reads().getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < identifiers.size(); i++) {
                statement.setString(i + 1, identifiers.get(i));
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    existing.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new EventStoreException("Looking up event streams failed", e);
        }
    }
}
