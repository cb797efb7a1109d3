package io.journey360.platform.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityKey;
import io.journey360.platform.log.LogDatabase;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys beside the log's table of events. */
abstract class JdbcSealingContract extends SealingContract {

    private LogDatabase database;

    /** With no key in it. */
    abstract LogDatabase openDatabase() throws Exception;

    LogDatabase database() {
        return database;
    }

    @Override
    Keyring openKeyring() throws Exception {
        database = openDatabase();
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
        OlderKeyTables.putAsBeforeCompartments(database.writes(), identity, key, erasedAt);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isFoundWhereItWasWhenIdentitiesCameFirst() throws Exception {
        var yesterday = MAY.minus(Duration.ofDays(1));
        var ofAnn =
                keys().seal(ANN, "e-1", "text", "a", SealedKind.REVIEWED, MAY).orElseThrow();
        var earlier = keys().seal(ANN, "e-0", "text", "z", SealedKind.REVIEWED, yesterday)
                .orElseThrow();
        var ofBen = keys().seal(BEN, "e-1", "text", "b", SealedKind.TRAITS, MAY).orElseThrow();
        OlderKeyTables.putIdentitiesFirst(database.writes());
        assertThat(OlderKeyTables.firstColumn(database.reads())).isEqualTo("identity");

        for (int start = 0; start < 2; start++) {
            var keyring = reopenKeyring();

            assertThat(OlderKeyTables.firstColumn(database.reads())).isEqualTo("kind");
            assertThat(keyring.inUse()).containsOnly(Map.entry("key-1", 3L));
            nextProcess();
            assertThat(keys().open(ANN, "e-1", "text", ofAnn)).contains("a");
            assertThat(keys().open(ANN, "e-0", "text", earlier)).contains("z");
            assertThat(keys().open(BEN, "e-1", "text", ofBen)).contains("b");
        }
        assertThat(keys().destroy(List.of(ANN), MAY)).isEqualTo(2);
        assertThat(keys().open(BEN, "e-1", "text", ofBen)).contains("b");
    }
}
