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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Keys in a table beside the events, and what was destroyed in another. Rows are always taken in order, or two transactions could
 * wait for each other.
 *
 * <p>SQLite overwrites what is deleted with zeros (secure_delete); the pages as they were may still stand in the write-ahead log,
 * which {@link #purge()} empties. PostgreSQL leaves old rows to VACUUM, and its own write-ahead log and backups hold wrapped keys
 * for as long as they are kept.
 */
final class JdbcKeyring implements Keyring {

    private static final int NAMES_PER_QUERY = 500;
    /** One deletion holds back whoever else writes to SQLite. */
    private static final int KEYS_PER_DELETION = 5_000;

    private static final String EVERYBODY = "";
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
    void createTables() {
        try {
            createTablesIfMissing();
        } catch (DataAccessResourceFailureException e) {
            createTablesIfMissing();
        }
    }

    private void createTablesIfMissing() {
        inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                boolean isOld = hasOnePerIdentity(connection);
                if (isOld) {
                    statement.execute("alter table journey_keys rename to journey_keys_of_identities");
                }
                statement.execute("""
                        create table if not exists journey_keys (
                            identity varchar(29) not null,
                            kind varchar(32) not null,
                            epoch_day bigint not null,
                            wrapped_under varchar(200) not null,
                            wrapped varchar(1000) not null,
                            primary key (identity, kind, epoch_day))
                        """);
                statement.execute("""
                        create table if not exists journey_keys_destroyed (
                            identity varchar(29) not null,
                            kind varchar(32) not null,
                            happened_before bigint not null,
                            primary key (identity, kind))
                        """);
                if (isOld) {
                    moveIntoCompartments(statement);
                }
                statement.execute(
                        "create index if not exists journey_keys_wrapped_under on journey_keys (wrapped_under)");
                statement.execute("create index if not exists journey_keys_day on journey_keys (kind, epoch_day)");
            }
            return 0;
        });
    }

    /** Until there were compartments, an identity had one row, with its key and the moment of its erasure. */
    private static boolean hasOnePerIdentity(Connection connection) throws SQLException {
        try (var columns = connection.getMetaData().getColumns(null, null, "journey_keys", "erased_at")) {
            return columns.next();
        }
    }

    /** What was sealed under such a key has no compartment, and neither has the key. */
    private static void moveIntoCompartments(Statement statement) throws SQLException {
        statement.execute("""
                insert into journey_keys (identity, kind, epoch_day, wrapped_under, wrapped)
                select identity, '', 0, wrapped_under, wrapped from journey_keys_of_identities where wrapped is not null
                """);
        statement.execute("""
                insert into journey_keys_destroyed (identity, kind, happened_before)
                select identity, '', erased_at + 1 from journey_keys_of_identities where erased_at is not null
                """);
        statement.execute("drop table journey_keys_of_identities");
    }

    @Override
    public Map<KeyName, WrappedKey> find(Collection<KeyName> names) {
        var found = new HashMap<KeyName, WrappedKey>();
        for (var some : inParts(names)) {
            var sql = """
                    select identity, kind, epoch_day, wrapped_under, wrapped from journey_keys
                    where (identity, kind, epoch_day) in (values %s)
                    """.formatted(list(some, "(?, ?, ?)"));
            var keys = query(
                    sql,
                    statement -> {
                        int at = 1;
                        for (var name : some) {
                            at = bind(statement, at, name);
                        }
                    },
                    JdbcKeyring::entry);
            keys.forEach(entry -> found.put(entry.name(), entry.key()));
        }
        return found;
    }

    private static <T> List<List<T>> inParts(Collection<T> all) {
        var list = List.copyOf(all);
        var parts = new ArrayList<List<T>>();
        for (int from = 0; from < list.size(); from += NAMES_PER_QUERY) {
            parts.add(list.subList(from, Math.min(list.size(), from + NAMES_PER_QUERY)));
        }
        return parts;
    }

    private static String list(Collection<?> values, String marks) {
        return String.join(",", Collections.nCopies(values.size(), marks));
    }

    private static int bind(PreparedStatement statement, int first, KeyName name) throws SQLException {
        statement.setString(first, name.identity().value());
        statement.setString(first + 1, name.compartment().kind());
        statement.setLong(first + 2, name.compartment().day().toEpochDay());
        return first + 3;
    }

    @Override
    public Set<KeyName> insertIfAbsent(Map<KeyName, WrappedKey> keys) {
        var names = List.copyOf(new TreeSet<>(keys.keySet()));
        var counts = batch("""
                insert into journey_keys (identity, kind, epoch_day, wrapped_under, wrapped) values (?, ?, ?, ?, ?)
                on conflict (identity, kind, epoch_day) do nothing
                """, statement -> {
            for (var name : names) {
                var key = Objects.requireNonNull(keys.get(name));
                int next = bind(statement, 1, name);
                statement.setString(next, key.under());
                statement.setString(next + 1, key.wrapped());
                statement.addBatch();
            }
        });
        var inserted = new HashSet<KeyName>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                inserted.add(names.get(i));
            }
        }
        return inserted;
    }

    @Override
    public Map<Mark, Instant> marks(Collection<IdentityKey> identities) {
        var marks = new HashMap<Mark, Instant>();
        for (var some : inParts(identities)) {
            var sql = "select identity, kind, happened_before from journey_keys_destroyed where identity in ('', %s)"
                    .formatted(list(some, "?"));
            query(
                            sql,
                            statement -> {
                                for (int i = 0; i < some.size(); i++) {
                                    statement.setString(i + 1, some.get(i).value());
                                }
                            },
                            row -> Map.entry(mark(row), Instant.ofEpochMilli(row.getLong(3))))
                    .forEach(mark -> marks.put(mark.getKey(), mark.getValue()));
        }
        return marks;
    }

    private static Mark mark(ResultSet row) throws SQLException {
        var identity = row.getString(1);
        return new Mark(identity.equals(EVERYBODY) ? null : new IdentityKey(identity), row.getString(2));
    }

    private static String identity(Mark mark) {
        return mark.of() == null ? EVERYBODY : mark.of().value();
    }

    @Override
    public void mark(Collection<Mark> marks, Instant before) {
        var inOrder = marks.stream()
                .sorted(Comparator.comparing(JdbcKeyring::identity).thenComparing(Mark::kind))
                .toList();
        batch("""
                insert into journey_keys_destroyed (identity, kind, happened_before) values (?, ?, ?)
                on conflict (identity, kind) do update set happened_before = excluded.happened_before
                where journey_keys_destroyed.happened_before < excluded.happened_before
                """, statement -> {
            for (var mark : inOrder) {
                statement.setString(1, identity(mark));
                statement.setString(2, mark.kind());
                statement.setLong(3, before.toEpochMilli());
                statement.addBatch();
            }
        });
    }

    @Override
    public int destroy(Collection<IdentityKey> identities) {
        return inTransaction(connection -> {
            int destroyed = 0;
            try (var delete = connection.prepareStatement("delete from journey_keys where identity = ?")) {
                for (var identity : new TreeSet<>(identities)) {
                    delete.setString(1, identity.value());
                    destroyed += delete.executeUpdate();
                }
            }
            return destroyed;
        });
    }

    @Override
    public int destroy(Collection<IdentityKey> identities, Collection<String> kinds, LocalDate before) {
        int destroyed = 0;
        for (var kind : kinds) {
            destroyed += identities.isEmpty() ? destroy(kind, before) : destroy(identities, kind, before);
        }
        return destroyed;
    }

    private int destroy(Collection<IdentityKey> identities, String kind, LocalDate before) {
        return inTransaction(connection -> {
            int destroyed = 0;
            try (var delete = connection.prepareStatement(
                    "delete from journey_keys where identity = ? and kind = ? and epoch_day < ?")) {
                for (var identity : new TreeSet<>(identities)) {
                    delete.setString(1, identity.value());
                    delete.setString(2, kind);
                    delete.setLong(3, before.toEpochDay());
                    destroyed += delete.executeUpdate();
                }
            }
            return destroyed;
        });
    }

    private int destroy(String kind, LocalDate before) {
        int destroyed = 0;
        int deleted;
        do {
            deleted = inTransaction(connection -> {
                try (var delete = connection.prepareStatement("""
                        delete from journey_keys where (identity, kind, epoch_day) in (
                            select identity, kind, epoch_day from journey_keys where kind = ? and epoch_day < ? limit ?)
                        """)) {
                    delete.setString(1, kind);
                    delete.setLong(2, before.toEpochDay());
                    delete.setInt(3, KEYS_PER_DELETION);
                    return delete.executeUpdate();
                }
            });
            destroyed += deleted;
        } while (deleted == KEYS_PER_DELETION);
        return destroyed;
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
    public List<Entry> notUnder(String keyEncryptionKey, @Nullable KeyName after, int limit) {
        var sql = """
                select identity, kind, epoch_day, wrapped_under, wrapped from journey_keys
                where wrapped_under <> ? %s order by identity, kind, epoch_day limit ?
                """.formatted(after == null ? "" : "and (identity, kind, epoch_day) > (?, ?, ?)");
        return query(
                sql,
                statement -> {
                    statement.setString(1, keyEncryptionKey);
                    statement.setInt(after == null ? 2 : bind(statement, 2, after), limit);
                },
                JdbcKeyring::entry);
    }

    @Override
    public void replace(Map<Entry, WrappedKey> keys) {
        batch("""
                update journey_keys set wrapped_under = ?, wrapped = ?
                where identity = ? and kind = ? and epoch_day = ? and wrapped = ?
                """, statement -> {
            var inOrder = keys.entrySet().stream()
                    .sorted(Comparator.comparing(replaced -> replaced.getKey().name()))
                    .toList();
            for (var replaced : inOrder) {
                statement.setString(1, replaced.getValue().under());
                statement.setString(2, replaced.getValue().wrapped());
                int next = bind(statement, 3, replaced.getKey().name());
                statement.setString(next, replaced.getKey().key().wrapped());
                statement.addBatch();
            }
        });
    }

    @Override
    public Map<String, Long> inUse() {
        var sql = "select wrapped_under, count(*) from journey_keys group by wrapped_under";
        var inUse = new HashMap<String, Long>();
        query(sql, statement -> {}, row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(key -> inUse.put(key.getKey(), key.getValue()));
        return inUse;
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Binding binding, Row<T> row) {
        try (var connection = reads.getConnection();
                var statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            var found = new ArrayList<T>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var compartment = new Compartment(row.getString(2), LocalDate.ofEpochDay(row.getLong(3)));
        return new Entry(
                new KeyName(new IdentityKey(row.getString(1)), compartment),
                new WrappedKey(row.getString(4), row.getString(5)));
    }

    /** @return how many rows each statement changed */
    private int[] batch(String sql, Binding batch) {
        return inTransaction(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                batch.bind(statement);
                return statement.executeBatch();
            }
        });
    }

    private <T> T inTransaction(Work<T> work) {
        try (var connection = writes.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.in(connection);
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
