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
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Keys in a table beside the events, and what was destroyed in another. Rows are always taken in order, or two transactions could
 * wait for each other.
 *
 * <p>Keys lie by kind and day first: what comes in at a time is of few days, and would otherwise touch another page with each key.
 * So there is no index by identity either, and an identity's keys are looked for on each day of each kind that there is.
 *
 * <p>SQLite overwrites what is deleted with zeros (secure_delete); the pages as they were may still stand in the write-ahead log,
 * which {@link #purge()} empties. PostgreSQL leaves old rows to VACUUM, and its own write-ahead log and backups hold wrapped keys
 * for as long as they are kept.
 */
final class JdbcKeyring implements Keyring {

    private static final int NAMES_PER_QUERY = 500;
    /** One deletion holds back whoever else writes to SQLite. */
    private static final int KEYS_PER_DELETION = 5_000;

    /** Every kind and day that there are keys of, each by a look into the primary key. */
    private static final String DAYS = """
            with recursive
            kinds (kind) as (
                select min(kind) from journey_keys
                union all
                select (select min(k.kind) from journey_keys k where k.kind > kinds.kind) from kinds
                where kinds.kind is not null),
            days (kind, epoch_day) as (
                select kinds.kind, (select min(k.epoch_day) from journey_keys k where k.kind = kinds.kind) from kinds
                where kinds.kind is not null
                union all
                select days.kind, (
                    select min(k.epoch_day) from journey_keys k where k.kind = days.kind and k.epoch_day > days.epoch_day)
                from days where days.epoch_day is not null)
            """;

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
                boolean isOld = isByIdentity(connection);
                boolean hadOneEach = isOld && hasOnePerIdentity(connection);
                if (isOld) {
                    statement.execute("alter table journey_keys rename to journey_keys_by_identity");
                }
                statement.execute("""
                        create table if not exists journey_keys (
                            kind varchar(32) not null,
                            epoch_day bigint not null,
                            identity varchar(29) not null,
                            wrapped_under varchar(200) not null,
                            wrapped varchar(1000) not null,
                            primary key (kind, epoch_day, identity)) %s
                        """.formatted(dialect == Dialect.SQLITE ? "without rowid" : ""));
                statement.execute("""
                        create table if not exists journey_keys_destroyed (
                            identity varchar(29) not null,
                            kind varchar(32) not null,
                            happened_before bigint not null,
                            primary key (identity, kind))
                        """);
                if (hadOneEach) {
                    moveIntoCompartments(statement);
                } else if (isOld) {
                    moveIntoOrder(statement);
                }
                statement.execute(
                        "create index if not exists journey_keys_wrapped_under on journey_keys (wrapped_under)");
            }
            return 0;
        });
    }

    /** As it once was, with the identity as the first column and of the primary key. */
    private static boolean isByIdentity(Connection connection) throws SQLException {
        try (var columns = connection.getMetaData().getColumns(null, null, "journey_keys", "identity")) {
            return columns.next() && columns.getInt("ORDINAL_POSITION") == 1;
        }
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
                insert into journey_keys (kind, epoch_day, identity, wrapped_under, wrapped)
                select '', 0, identity, wrapped_under, wrapped from journey_keys_by_identity where wrapped is not null
                """);
        statement.execute("""
                insert into journey_keys_destroyed (identity, kind, happened_before)
                select identity, '', erased_at + 1 from journey_keys_by_identity where erased_at is not null
                """);
        statement.execute("drop table journey_keys_by_identity");
    }

    private static void moveIntoOrder(Statement statement) throws SQLException {
        statement.execute("""
                insert into journey_keys (kind, epoch_day, identity, wrapped_under, wrapped)
                select kind, epoch_day, identity, wrapped_under, wrapped from journey_keys_by_identity
                order by kind, epoch_day, identity
                """);
        statement.execute("drop table journey_keys_by_identity");
    }

    @Override
    public Map<KeyName, WrappedKey> find(Collection<KeyName> names) {
        var found = new HashMap<KeyName, WrappedKey>();
        for (var some : inParts(names)) {
            var sql = """
                    select kind, epoch_day, identity, wrapped_under, wrapped from journey_keys
                    where (kind, epoch_day, identity) in (values %s)
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
        statement.setString(first, name.compartment().kind());
        statement.setLong(first + 1, name.compartment().day().toEpochDay());
        statement.setString(first + 2, name.identity().value());
        return first + 3;
    }

    @Override
    public Set<KeyName> insertIfAbsent(Map<KeyName, WrappedKey> keys) {
        var names = keys.keySet().stream().sorted().toList();
        var counts = batch("""
                insert into journey_keys (kind, epoch_day, identity, wrapped_under, wrapped) values (?, ?, ?, ?, ?)
                on conflict (kind, epoch_day, identity) do nothing
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
        return destroy(identities, "", statement -> 1);
    }

    @Override
    public int destroy(Collection<IdentityKey> identities, Collection<String> kinds, LocalDate before) {
        int destroyed = 0;
        for (var kind : kinds) {
            destroyed += identities.isEmpty()
                    ? destroy(kind, before)
                    : destroy(identities, "days.kind = ? and days.epoch_day < ? and", statement -> {
                        statement.setString(1, kind);
                        statement.setLong(2, before.toEpochDay());
                        return 3;
                    });
        }
        return destroyed;
    }

    private interface Days {
        /** @return where to go on binding */
        int bind(PreparedStatement statement) throws SQLException;
    }

    /** Looked for beside other writers: a key that comes later is one that the mark before this is seen with. */
    private int destroy(Collection<IdentityKey> identities, String condition, Days days) {
        int destroyed = 0;
        for (var some : inParts(identities)) {
            var names = query(
                    """
                    %s select journey_keys.kind, journey_keys.epoch_day, journey_keys.identity
                    from days cross join journey_keys
                    where %s journey_keys.kind = days.kind and journey_keys.epoch_day = days.epoch_day
                        and journey_keys.identity in (%s)
                    """.formatted(DAYS, condition, list(some, "?")),
                    statement -> {
                        int next = days.bind(statement);
                        for (var identity : some) {
                            statement.setString(next++, identity.value());
                        }
                    },
                    JdbcKeyring::name);
            destroyed += delete(names);
        }
        return destroyed;
    }

    private int delete(Collection<KeyName> names) {
        var counts = batch("delete from journey_keys where kind = ? and epoch_day = ? and identity = ?", statement -> {
            for (var name : names.stream().sorted().toList()) {
                bind(statement, 1, name);
                statement.addBatch();
            }
        });
        return Arrays.stream(counts).sum();
    }

    private int destroy(String kind, LocalDate before) {
        int destroyed = 0;
        int deleted;
        do {
            deleted = inTransaction(connection -> {
                try (var delete = connection.prepareStatement("""
                        delete from journey_keys where (kind, epoch_day, identity) in (
                            select kind, epoch_day, identity from journey_keys where kind = ? and epoch_day < ?
                            order by kind, epoch_day, identity limit ?)
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
                select kind, epoch_day, identity, wrapped_under, wrapped from journey_keys
                where wrapped_under <> ? %s order by kind, epoch_day, identity limit ?
                """.formatted(after == null ? "" : "and (kind, epoch_day, identity) > (?, ?, ?)");
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
                where kind = ? and epoch_day = ? and identity = ? and wrapped = ?
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

    private static KeyName name(ResultSet row) throws SQLException {
        var compartment = new Compartment(row.getString(1), LocalDate.ofEpochDay(row.getLong(2)));
        return new KeyName(new IdentityKey(row.getString(3)), compartment);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(name(row), new WrappedKey(row.getString(4), row.getString(5)));
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
