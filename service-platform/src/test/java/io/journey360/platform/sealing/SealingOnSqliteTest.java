package io.journey360.platform.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.LogDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingOnSqliteTest extends JdbcSealingContract {

    @TempDir
    private Path folder;

    @Override
    LogDatabase openDatabase() {
        return LogDatabase.sqlite(folder);
    }

    @Test
    void leavesNoTraceOfADestroyedKeyInTheFileOrItsLog() throws IOException {
        keys().seal(ANN, "e-1", "text", "a", SealedKind.REVIEWED, MAY);
        keys().seal(BEN, "e-1", "text", "b", SealedKind.REVIEWED, MAY);
        var ofAnn = keyring().find(Set.of(reviewed(ANN))).get(reviewed(ANN)).wrapped();
        var ofBen = keyring().find(Set.of(reviewed(BEN))).get(reviewed(BEN)).wrapped();
        assertThat(bytes()).contains(ofAnn).contains(ofBen);

        keys().destroy(List.of(ANN), MAY);
        assertThat(keys().purge()).isTrue();

        assertThat(bytes()).doesNotContain(ofAnn).contains(ofBen);
    }

    @Test
    void saysThatTheFilesLogCouldNotBeEmptiedWhileSomebodyReads() throws Exception {
        keys().seal(ANN, "e-1", "text", "a", SealedKind.REVIEWED, MAY);
        try (var reader = database().reads().getConnection()) {
            reader.setAutoCommit(false);
            reader.createStatement()
                    .executeQuery("select count(*) from journey_keys")
                    .next();
            keys().destroy(List.of(ANN), MAY);

            assertThat(keys().purge()).isFalse();
            reader.rollback();
        }
        assertThat(keys().purge()).isTrue();
    }

    private String bytes() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
