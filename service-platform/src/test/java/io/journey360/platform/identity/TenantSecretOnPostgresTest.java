package io.journey360.platform.identity;

import io.journey360.platform.log.LogDatabase;
import io.journey360.platform.records.DurableRecords;
import io.journey360.platform.records.RecordsOnDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class TenantSecretOnPostgresTest extends TenantSecretContract {

    private static EmbeddedPostgres postgres;
    private LogDatabase database;

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        postgres.close();
    }

    @Override
    DurableRecords openRecords(Path folder) throws Exception {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop table if exists journey_records");
        }
        database = LogDatabase.postgres(postgres.getJdbcUrl("postgres", "postgres"), "postgres", null, 8);
        return RecordsOnDatabase.open(database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }
}
