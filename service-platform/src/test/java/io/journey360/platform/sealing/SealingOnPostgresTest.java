package io.journey360.platform.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import io.journey360.platform.log.LogDatabase;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SealingOnPostgresTest extends SealingContract {

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
    Keyring openKeyring() throws Exception {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop table if exists journey_keys, journey_keys_destroyed");
        }
        database = LogDatabase.postgres(postgres.getJdbcUrl("postgres", "postgres"), "postgres", null, 12);
        return reopenKeyring();
    }

    @Override
    Keyring reopenKeyring() {
        var keyring = new JdbcKeyring(database);
        keyring.createTables();
        return keyring;
    }

    @Override
    void putAsBeforeCompartments(IdentityKey identity, @Nullable WrappedKey key, @Nullable Instant erasedAt)
            throws Exception {
        KeysBeforeCompartments.put(database.writes(), identity, key, erasedAt);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sweepsTheRowsThatHeldDestroyedKeys() {
        keys().seal(ANN, "e-1", "text", "a", SealedKind.REVIEWED, MAY);
        keys().destroy(List.of(ANN), MAY);

        assertThat(keys().purge()).isTrue();
    }
}
