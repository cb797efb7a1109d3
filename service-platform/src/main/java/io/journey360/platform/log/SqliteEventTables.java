package io.journey360.platform.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.EventTableFactory;
import org.sqlite.SQLiteException;

/** What Axon's JDBC engine needs to run on SQLite. */
final class SqliteEventTables implements EventTableFactory {

    @Override
    public PreparedStatement createDomainEventTable(Connection connection, EventSchema schema) throws SQLException {
        return connection.prepareStatement("""
                create table if not exists %s (
                    %s integer primary key autoincrement,
                    %s text not null,
                    %s integer not null,
                    %s text,
                    %s text not null,
                    %s blob,
                    %s blob not null,
                    %s text,
                    %s text not null,
                    %s text not null,
                    unique (%s, %s)
                )
                """.formatted(
                        schema.domainEventTable(),
                        schema.globalIndexColumn(),
                        schema.aggregateIdentifierColumn(),
                        schema.sequenceNumberColumn(),
                        schema.typeColumn(),
                        schema.eventIdentifierColumn(),
                        schema.metaDataColumn(),
                        schema.payloadColumn(),
                        schema.payloadRevisionColumn(),
                        schema.payloadTypeColumn(),
                        schema.timestampColumn(),
                        schema.aggregateIdentifierColumn(),
                        schema.sequenceNumberColumn()));
    }

    @Override
    public PreparedStatement createSnapshotEventTable(Connection connection, EventSchema schema) throws SQLException {
        return connection.prepareStatement("""
                create table if not exists %s (
                    %s text not null,
                    %s integer not null,
                    %s text not null,
                    %s text not null unique,
                    %s blob,
                    %s blob not null,
                    %s text,
                    %s text not null,
                    %s text not null,
                    primary key (%s, %s)
                )
                """.formatted(
                        schema.snapshotTable(),
                        schema.aggregateIdentifierColumn(),
                        schema.sequenceNumberColumn(),
                        schema.typeColumn(),
                        schema.eventIdentifierColumn(),
                        schema.metaDataColumn(),
                        schema.payloadColumn(),
                        schema.payloadRevisionColumn(),
                        schema.payloadTypeColumn(),
                        schema.timestampColumn(),
                        schema.aggregateIdentifierColumn(),
                        schema.sequenceNumberColumn()));
    }

    // The driver cannot read a null as a Long, so an empty answer is no row: no min() or max() here.

    static PreparedStatement firstPositionAhead(Connection connection, EventSchema schema, long index)
            throws SQLException {
        var statement = connection.prepareStatement("select %1$s from %2$s where %1$s > ? order by %1$s limit 1"
                .formatted(schema.globalIndexColumn(), schema.domainEventTable()));
        statement.setLong(1, index);
        return statement;
    }

    static PreparedStatement tail(Connection connection, EventSchema schema) throws SQLException {
        return connection.prepareStatement("select %1$s - 1 from %2$s order by %1$s limit 1"
                .formatted(schema.globalIndexColumn(), schema.domainEventTable()));
    }

    static PreparedStatement head(Connection connection, EventSchema schema) throws SQLException {
        return connection.prepareStatement("select %1$s from %2$s order by %1$s desc limit 1"
                .formatted(schema.globalIndexColumn(), schema.domainEventTable()));
    }

    static PreparedStatement lastSequenceNumber(Connection connection, EventSchema schema, String aggregateIdentifier)
            throws SQLException {
        var statement = connection.prepareStatement("select %1$s from %2$s where %3$s = ? order by %1$s desc limit 1"
                .formatted(
                        schema.sequenceNumberColumn(), schema.domainEventTable(), schema.aggregateIdentifierColumn()));
        statement.setString(1, aggregateIdentifier);
        return statement;
    }

    static boolean isDuplicateKey(Exception exception) {
        return exception instanceof SQLiteException sqlite
                && switch (sqlite.getResultCode()) {
                    case SQLITE_CONSTRAINT, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY -> true;
                    default -> false;
                };
    }
}
