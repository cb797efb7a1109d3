package io.journey360.platform.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLogTest extends LogContract {

    @TempDir
    Path folder;

    @Override
    LogDatabase open() {
        return LogDatabase.sqlite(folder);
    }

    @Test
    void everyCommitIsSyncedToTheDisk() throws Exception {
        try (var connection = database().writes().getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeQuery("pragma synchronous").getInt(1)).isEqualTo(2);
            assertThat(statement.executeQuery("pragma journal_mode").getString(1))
                    .isEqualTo("wal");
        }
    }

    /** Positions are vacant around the end of what is read at once. */
    @Test
    void aFileThatWasThereBeforeIsReadToItsEndFromItsBeginningAndItsHeadIsKnownAtOnce() throws Exception {
        var names = IntStream.range(0, 1_200).mapToObj(i -> "n" + i).toArray(String[]::new);
        logOn(database(), new AppendSignal()).append(events(names));
        try (var connection = database().writes().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("delete from DomainEventEntry where globalIndex between 490 and 510");
        }
        try (var reopened = LogDatabase.sqlite(folder)) {
            var log = logOn(reopened, new AppendSignal());
            try (var stream = log.source().openStream(null)) {
                for (int i = 0; i < names.length - 21; i++) {
                    assertThat(stream.hasNextAvailable()).isTrue();
                    stream.nextAvailable();
                    assertThat(log.head()).isEqualTo(names.length);
                }
                assertThat(stream.hasNextAvailable()).isFalse();
            }
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedWithAdvice(@TempDir Path other) throws Exception {
        Files.writeString(
                other.resolve("journey.db"), "this is not a database, it only lies where one should be\n".repeat(200));

        assertThatThrownBy(() -> LogDatabase.sqlite(other))
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("journey.db");
    }

    @Test
    void aFolderThatIsAFileIsRefused(@TempDir Path other) throws Exception {
        var file = Files.writeString(other.resolve("taken"), "");

        assertThatThrownBy(() -> LogDatabase.sqlite(file)).isInstanceOf(LogUnavailable.class);
    }
}
