package io.journey360.platform.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that holds the log and what cannot be rebuilt. On SQLite one connection writes, since the file has one
 * writer anyway and waiting in a queue beats polling a lock; readers see the last commit and hold nobody up. On PostgreSQL
 * both are the same pool.
 */
public final class LogDatabase implements AutoCloseable {

    /** Differences in SQL. */
    public enum Dialect {
        SQLITE,
        POSTGRES
    }

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);
    private static final int READERS = 16;

    private final Dialect dialect;
    private final HikariDataSource writes;
    private final HikariDataSource reads;
    private final RecentEvents recent = new RecentEvents();

    private LogDatabase(Dialect dialect, HikariDataSource writes, HikariDataSource reads) {
        this.dialect = dialect;
        this.writes = writes;
        this.reads = reads;
    }

    /**
     * Opens or makes {@code journey.db} in the folder.
     *
     * @throws LogUnavailable if the folder cannot be written or the file is no database
     */
    public static LogDatabase sqlite(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LogUnavailable("The data folder %s cannot be made: %s".formatted(folder, e.getMessage()), e);
        }
        if (!Files.isWritable(folder)) {
            throw new LogUnavailable("The data folder %s is not writable".formatted(folder), null);
        }
        var file = folder.resolve("journey.db").toAbsolutePath();
        var writes = new HikariConfig();
        writes.setPoolName("log-writer");
        writes.setDataSource(SqliteFile.open(file, SqliteFile.Use.WRITE, WRITE_LIMIT));
        writes.setMaximumPoolSize(1);
        writes.setConnectionTimeout(WRITE_LIMIT.toMillis());
        var reads = new HikariConfig();
        reads.setPoolName("log-readers");
        reads.setDataSource(SqliteFile.open(file, SqliteFile.Use.READ, WRITE_LIMIT));
        reads.setMaximumPoolSize(READERS);
        reads.setMinimumIdle(1);
        reads.setConnectionTimeout(WRITE_LIMIT.toMillis());
        HikariDataSource writer = open(writes, "The log %s cannot be opened".formatted(file));
        try {
            checkIntegrity(writer, file);
            return new LogDatabase(Dialect.SQLITE, writer, open(reads, "The log %s cannot be opened".formatted(file)));
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static void checkIntegrity(DataSource writer, Path file) {
        try (Connection connection = writer.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("select count(*) from sqlite_master")) {
            result.next();
        } catch (SQLException e) {
            throw broken(file, e);
        }
    }

    private static LogUnavailable broken(Path file, SQLException e) {
        return new LogUnavailable(
                "The log %s is not a readable database (%s). Restore it from a backup or choose another journey.data folder"
                        .formatted(file, e.getMessage()),
                e);
    }

    public static LogDatabase postgres(String url, @Nullable String username, @Nullable String password, int poolSize) {
        var config = new HikariConfig();
        config.setPoolName("log");
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(poolSize);
        config.setConnectionTimeout(WRITE_LIMIT.toMillis());
        config.setInitializationFailTimeout(Duration.ofMinutes(1).toMillis());
        var pool = open(config, "PostgreSQL at %s cannot be reached".formatted(url.replaceAll("\\?.*", "")));
        return new LogDatabase(Dialect.POSTGRES, pool, pool);
    }

    private static HikariDataSource open(HikariConfig config, String problem) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new LogUnavailable("%s: %s".formatted(problem, rootMessage(e)), e);
        }
    }

    private static @Nullable String rootMessage(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    public Dialect dialect() {
        return dialect;
    }

    /** For whatever changes something; keep a connection only for one short transaction, nobody else writes meanwhile. */
    public DataSource writes() {
        return writes;
    }

    /** For reading outside a transaction. */
    public DataSource reads() {
        return reads;
    }

    RecentEvents recent() {
        return recent;
    }

    @Override
    public void close() {
        reads.close();
        writes.close();
    }
}
