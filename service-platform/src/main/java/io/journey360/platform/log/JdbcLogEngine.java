package io.journey360.platform.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Axon's JDBC engine on SQLite or PostgreSQL. Appends run in a transaction of their own, reads in none; every commit is
 * announced, in this process by the signal and on PostgreSQL to the others by NOTIFY.
 */
final class JdbcLogEngine extends JdbcEventStorageEngine {

    /** Of LISTEN/NOTIFY on PostgreSQL. */
    static final String CHANNEL = "journey_log";

    static final int READ_BATCH = 500;

    /** Any number that nobody else of the database takes. */
    private static final long SCHEMA_LOCK = 0x6a6f75726e6579L;

    private final LogDatabase database;
    private final AppendSignal signal;

    static JdbcLogEngine open(
            LogDatabase database, AppendSignal signal, Serializer serializer, EventUpcaster upcasters) {
        var builder = builder()
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .upcasterChain(upcasters)
                .schema(new EventSchema())
                .batchSize(READ_BATCH)
                .connectionProvider(new Connections(database))
                .transactionManager(new AppendTransactions(database.writes()))
                .persistenceExceptionResolver(duplicates(database.dialect()));
        if (database.dialect() == LogDatabase.Dialect.SQLITE) {
            builder.fetchTrackedEvents(SqliteEventTables::firstPositionAhead)
                    .createTailToken(SqliteEventTables::tail)
                    .createHeadToken(SqliteEventTables::head)
                    .lastSequenceNumberFor(SqliteEventTables::lastSequenceNumber);
        }
        var engine = new JdbcLogEngine(builder, database, signal);
        switch (database.dialect()) {
            case SQLITE -> engine.createSchema(new SqliteEventTables());
            case POSTGRES -> createTablesOnce(database, engine);
        }
        return engine;
    }

    /** {@code create table if not exists} fails on PostgreSQL when two services start at once on an empty database. */
    private static void createTablesOnce(LogDatabase database, JdbcLogEngine engine) {
        try (var connection = database.writes().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + SCHEMA_LOCK + ")");
            try {
                engine.createSchema(PostgresEventTableFactory.INSTANCE);
            } finally {
                statement.execute("select pg_advisory_unlock(" + SCHEMA_LOCK + ")");
            }
        } catch (SQLException e) {
            throw new LogUnavailable("The tables of the log cannot be made: " + e.getMessage(), e);
        }
    }

    private JdbcLogEngine(Builder builder, LogDatabase database, AppendSignal signal) {
        super(builder);
        this.database = database;
        this.signal = signal;
    }

    private static PersistenceExceptionResolver duplicates(LogDatabase.Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> SqliteEventTables::isDuplicateKey;
            case POSTGRES -> new SQLStateResolver();
        };
    }

    /** What follows the token: at most {@value #READ_BATCH} events, none only if there are none. */
    List<TrackedEventMessage<?>> readBatch(@Nullable TrackingToken token) {
        return EventUtils.upcastAndDeserializeTrackedEvents(
                        fetchTrackedEvents(token, READ_BATCH).stream(), getEventSerializer(), upcasterChain)
                .<TrackedEventMessage<?>>map(event -> event)
                .toList();
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken last, int batchSize) {
        var recent = database.recent();
        var known = recent.after(last, batchSize);
        if (!known.isEmpty()) {
            return known;
        }
        long announced = signal.announced();
        var read = super.fetchTrackedEvents(last, batchSize);
        recent.add(last, read);
        // Fewer than asked for says nothing: what is read is a range of positions, and some may be vacant.
        if (read.isEmpty()) {
            recent.endsAt(last, announced);
        }
        return read;
    }

    /** Whether the token stands at the end of all that was announced, as far as that is known without looking. */
    boolean isAtEnd(@Nullable TrackingToken token, long announced) {
        return database.recent().endsAlreadyAt(token, announced);
    }

    long headInDatabase() {
        return Positions.position(createHeadToken());
    }

    /** Nobody else writes to the file, so as long as nothing was announced its head stays where it was. */
    long headOfOwnFile() {
        long announced = signal.announced();
        var known = database.recent().head(announced);
        if (known.isPresent()) {
            return known.getAsLong();
        }
        var token = createHeadToken();
        database.recent().endsAt(token, announced);
        return Positions.position(token);
    }

    /** No aggregate of ours has so many events that a snapshot of it would pay, so none is ever looked for. */
    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return Stream.empty();
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        super.appendEvents(events, serializer);
        if (!events.isEmpty()) {
            signal.announce();
        }
    }

    @Override
    protected PreparedStatement appendEvents(
            Connection connection, List<? extends EventMessage<?>> events, Serializer serializer) throws SQLException {
        if (database.dialect() == LogDatabase.Dialect.POSTGRES) {
            try (var notify = connection.createStatement()) {
                notify.execute("notify " + CHANNEL); // delivered when the transaction commits
            }
        }
        return super.appendEvents(connection, events, serializer);
    }

    private record Connections(LogDatabase database) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            var writes = database.writes();
            return TransactionSynchronizationManager.hasResource(writes)
                    ? new TransactionAwareDataSourceProxy(writes).getConnection()
                    : database.reads().getConnection();
        }
    }

    private static final class AppendTransactions implements TransactionManager {

        private final TransactionManager appends;

        AppendTransactions(DataSource writes) {
            appends = new SpringTransactionManager(new DataSourceTransactionManager(writes));
        }

        @Override
        public Transaction startTransaction() {
            return appends.startTransaction();
        }

        @Override
        public <T> T fetchInTransaction(Supplier<T> read) {
            return read.get();
        }
    }
}
