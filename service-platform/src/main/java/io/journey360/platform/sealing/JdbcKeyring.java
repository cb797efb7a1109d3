package io.journey360.platform.sealing;

import io.journey360.events.IdentityKey;
import io.journey360.platform.log.LogDatabase;
import io.journey360.platform.log.LogDatabase.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Keys in a table beside the events. An identity has one row for good, with or without a key, so that whoever seals and whoever
 * erases at once take turns at it. Identities are always taken in order, or two transactions could wait for each other.
 *
 * <p>SQLite overwrites what is deleted with zeros (secure_delete); the pages as they were may still stand in the write-ahead log,
 * which {@link #purge()} empties. PostgreSQL leaves old rows to VACUUM, and its own write-ahead log and backups hold wrapped keys
 * for as long as they are kept.
 */
final class JdbcKeyring implements Keyring {

    private static final int IDENTITIES_PER_QUERY = 500;
    private static final Duration LONGEST_WAIT_FOR_READERS = Duration.ofMillis(500);

    private final DataSource writes;
    private final DataSource reads;
    private final Dialect dialect;

    JdbcKeyring(LogDatabase database) {
        this.writes = database.writes();
        this.reads = database.reads();
        this.dialect = database.dialect();
    }

    /** PostgreSQL may fail one of two sessions that create a table at once, though each says "if not exists". */
    void createTable() {
        try {
            createTableIfMissing();
        } catch (DataAccessResourceFailureException e) {
            createTableIfMissing();
        }
    }

    private void createTableIfMissing() {
        inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("""
                        create table if not exists journey_keys (
                            identity varchar(29) not null primary key,
                            wrapped_under varchar(200),
                            wrapped varchar(1000),
                            erased_at bigint)
                        """);
                statement.execute(
                        "create index if not exists journey_keys_wrapped_under on journey_keys (wrapped_under)");
            }
            return 0;
        });
    }

    @Override
    public Map<IdentityKey, Entry> find(Collection<IdentityKey> identities) {
        var found = new HashMap<IdentityKey, Entry>();
        var all = List.copyOf(identities);
        for (int from = 0; from < all.size(); from += IDENTITIES_PER_QUERY) {
            var some = all.subList(from, Math.min(all.size(), from + IDENTITIES_PER_QUERY));
            var sql = "select identity, wrapped_under, wrapped, erased_at from journey_keys where identity in (%s)"
                    .formatted(String.join(",", some.stream().map(i -> "?").toList()));
            query(sql, statement -> bind(statement, some)).forEach(entry -> found.put(entry.identity(), entry));
        }
        return found;
    }

    private static void bind(PreparedStatement statement, List<IdentityKey> identities) throws SQLException {
        for (int i = 0; i < identities.size(); i++) {
            statement.setString(i + 1, identities.get(i).value());
        }
    }

    @Override
    public void insertIfAbsent(Map<IdentityKey, WrappedKey> keys) {
        batch("""
                insert into journey_keys (identity, wrapped_under, wrapped) values (?, ?, ?)
                on conflict (identity) do update
                set wrapped_under = excluded.wrapped_under, wrapped = excluded.wrapped
                where journey_keys.wrapped is null
                """, statement -> {
            for (var added : new TreeMap<>(keys).entrySet()) {
                var key = added.getValue();
                statement.setString(1, added.getKey().value());
                statement.setString(2, key.under());
                statement.setString(3, key.wrapped());
                statement.addBatch();
            }
        });
    }

    @Override
    public int destroy(Collection<IdentityKey> identities, Instant erasedAt) {
        return inTransaction(connection -> {
            int destroyed = 0;
            try (var mark = connection.prepareStatement("""
                            insert into journey_keys (identity, erased_at) values (?, ?)
                            on conflict (identity) do update set erased_at = excluded.erased_at
                            where journey_keys.erased_at is null or journey_keys.erased_at < excluded.erased_at
                            """);
                    var destroy = connection.prepareStatement("""
                            update journey_keys set wrapped = null, wrapped_under = null
                            where identity = ? and wrapped is not null
                            """)) {
                for (var identity : new TreeSet<>(identities)) {
                    mark.setString(1, identity.value());
                    mark.setLong(2, erasedAt.toEpochMilli());
                    mark.executeUpdate();
                    destroy.setString(1, identity.value());
                    destroyed += destroy.executeUpdate();
                }
            }
            return destroyed;
        });
    }

    @Override
    public boolean purge() {
        try (var connection = writes.getConnection();
                var statement = connection.createStatement()) {
            return switch (dialect) {
                case SQLITE -> emptyWriteAheadLog(statement);
                case POSTGRES -> {
                    statement.execute("vacuum journey_keys");
                    yield true;
                }
            };
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Nobody else writes while this waits for readers, so it does not wait long. */
    private static boolean emptyWriteAheadLog(Statement statement) throws SQLException {
        long lockLimit;
        try (var result = statement.executeQuery("pragma busy_timeout")) {
            lockLimit = result.next() ? result.getLong(1) : 0;
        }
        statement.execute("pragma busy_timeout = " + LONGEST_WAIT_FOR_READERS.toMillis());
        try (var result = statement.executeQuery("pragma wal_checkpoint(truncate)")) {
            return result.next() && result.getInt(1) == 0;
        } finally {
            statement.execute("pragma busy_timeout = " + lockLimit);
        }
    }

    @Override
    public List<Entry> notUnder(String keyEncryptionKey, String after, int limit) {
        var sql = """
                select identity, wrapped_under, wrapped, erased_at from journey_keys
                where wrapped_under <> ? and identity > ? order by identity limit ?
                """;
        return query(sql, statement -> {
            statement.setString(1, keyEncryptionKey);
            statement.setString(2, after);
            statement.setInt(3, limit);
        });
    }

    @Override
    public void replace(Map<Entry, WrappedKey> keys) {
        batch(
                "update journey_keys set wrapped_under = ?, wrapped = ? where identity = ? and wrapped = ?",
                statement -> {
                    var inOrder = keys.entrySet().stream()
                            .sorted(Comparator.comparing(
                                    replaced -> replaced.getKey().identity()))
                            .toList();
                    for (var replaced : inOrder) {
                        var before = replaced.getKey().key();
                        if (before != null) {
                            statement.setString(1, replaced.getValue().under());
                            statement.setString(2, replaced.getValue().wrapped());
                            statement.setString(3, replaced.getKey().identity().value());
                            statement.setString(4, before.wrapped());
                            statement.addBatch();
                        }
                    }
                });
    }

    @Override
    public Map<String, Long> inUse() {
        var sql =
                "select wrapped_under, count(*) from journey_keys where wrapped_under is not null group by wrapped_under";
        try (var connection = reads.getConnection();
                var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            var inUse = new HashMap<String, Long>();
            while (rows.next()) {
                inUse.put(rows.getString(1), rows.getLong(2));
            }
            return inUse;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private interface Work {
        int in(Connection connection) throws SQLException;
    }

    private List<Entry> query(String sql, Binding binding) {
        try (var connection = reads.getConnection();
                var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            var found = new ArrayList<Entry>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(entry(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var wrapped = row.getString(3);
        return new Entry(
                new IdentityKey(row.getString(1)),
                wrapped == null ? null : new WrappedKey(row.getString(2), wrapped),
                instant(row));
    }

    private static @Nullable Instant instant(ResultSet row) throws SQLException {
        long millis = row.getLong(4);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private void batch(String sql, Binding batch) {
        inTransaction(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                batch.bind(statement);
                return statement.executeBatch().length;
            }
        });
    }

    private int inTransaction(Work work) {
        try (var connection = writes.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The driver's message may show the row, which holds a wrapped key: its class and state must do. */
    private static DataAccessResourceFailureException failed(SQLException e) {
        return new DataAccessResourceFailureException(
                "The keyring cannot be reached (%s, %s)".formatted(e.getClass().getSimpleName(), e.getSQLState()));
    }
}
