package io.journey360.platform.log;

import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of the commits of other processes (LISTEN) and passes them on to this one's signal. */
final class PostgresNotifications implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresNotifications.class);
    private static final int WAIT_MILLIS = 10_000;
    private static final Duration BACK_OFF = Duration.ofSeconds(2);

    private final LogDatabase database;
    private final AppendSignal signal;
    private final Thread listener;
    private volatile boolean closed;

    PostgresNotifications(LogDatabase database, AppendSignal signal) {
        this.database = database;
        this.signal = signal;
        listener = Thread.ofPlatform().name("log-notifications").daemon().start(this::listen);
    }

    private void listen() {
        while (!closed) {
            try (var connection = database.reads().getConnection()) {
                try (var statement = connection.createStatement()) {
                    statement.execute("listen " + JdbcLogEngine.CHANNEL);
                }
                var postgres = connection.unwrap(PGConnection.class);
                signal.announce(); // whatever was committed while nobody listened
                while (!closed) {
                    var notifications = postgres.getNotifications(WAIT_MILLIS);
                    if (notifications != null && notifications.length > 0) {
                        signal.announce();
                    }
                }
            } catch (SQLException e) {
                if (!closed) {
                    LOG.warn(
                            "Lost the notifications of the log, following it by polling until they are back: {}",
                            e.getMessage());
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(BACK_OFF);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        listener.interrupt();
    }
}
