package io.journey360.platform.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.LogDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SealingOnPostgresTest extends JdbcSealingContract {

    private static EmbeddedPostgres postgres;

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
    LogDatabase openDatabase() throws Exception {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop table if exists journey_keys, journey_keys_destroyed");
        }
        return LogDatabase.postgres(postgres.getJdbcUrl("postgres", "postgres"), "postgres", null, 12);
    }

    @Test
    void sweepsTheRowsThatHeldDestroyedKeys() {
        keys().seal(ANN, "e-1", "text", "a", SealedKind.REVIEWED, MAY);
        keys().destroy(List.of(ANN), MAY);

        assertThat(keys().purge()).isTrue();
    }
}
