package io.journey360.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLogTest extends LogContract {

    private static EmbeddedPostgres postgres;
    private String url;

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        postgres.close();
    }

    @Override
    LogDatabase open() throws Exception {
        var name = "log_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        url = postgres.getJdbcUrl("postgres", name);
        return connect();
    }

    private LogDatabase connect() {
        return LogDatabase.postgres(url, "postgres", null, 6);
    }

    @Test
    void commitsAreSynced() throws Exception {
        try (var connection = database().reads().getConnection();
                var statement = connection.createStatement()) {
            for (var setting : new String[] {"fsync", "synchronous_commit"}) {
                var result = statement.executeQuery("show " + setting);
                result.next();
                assertThat(result.getString(1)).as(setting).isEqualTo("on");
            }
        }
    }

    @Test
    void anEventThatFillsAGapKeepsItsOwnPosition() throws Exception {
        var log = logOn(database(), new AppendSignal());
        try (var slow = database().writes().getConnection()) {
            slow.setAutoCommit(false);
            try (var statement = slow.createStatement()) {
                statement.execute("select nextval(pg_get_serial_sequence('domainevententry', 'globalindex'))");
            }
            log.append(events("second")); // position 2: 1 is taken by a writer that has not committed
            try (var stream = log.source().openStream(null)) {
                var second = stream.nextAvailable();
                assertThat(log.position(second)).isEqualTo(2);
                assertThat(log.watermark(second.trackingToken())).isZero();

                try (var statement = slow.createStatement()) {
                    statement.execute(
                            "insert into domainevententry overriding system value select 1, 'event-first', 0, type, 'key-first', "
                                    + "metadata, payload, payloadrevision, payloadtype, timestamp from domainevententry");
                }
                slow.commit();

                assertThat(stream.hasNextAvailable(30, TimeUnit.SECONDS)).isTrue();
                var late = stream.nextAvailable();
                assertThat(log.position(late.trackingToken())).isEqualTo(2);
                assertThat(log.position(late)).isEqualTo(1);
                assertThat(log.watermark(late.trackingToken())).isEqualTo(2);
            }
        }
    }

    @Test
    void aCommitOfAnotherProcessIsHeard() throws Exception {
        var ours = new AppendSignal();
        var listening = new CountDownLatch(1); // the listener announces once when it begins to listen
        ours.onAppend(listening::countDown);
        try (var elsewhere = connect();
                var notifications = new PostgresNotifications(database(), ours)) {
            var log = logOn(elsewhere, new AppendSignal());
            var heard = new CountDownLatch(1);
            assertThat(listening.await(30, TimeUnit.SECONDS)).isTrue();
            ours.onAppend(heard::countDown);

            log.append(events("elsewhere"));

            assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
