package io.journey360.platform.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.platform.log.LogDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecordsTest extends RecordsContract {

    @TempDir
    private Path folder;

    private LogDatabase database;

    @Override
    DurableRecords open(Clock clock) {
        database = LogDatabase.sqlite(folder);
        return RecordsOnDatabase.open(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void areThereAfterARestart() {
        RecordsOnDatabase.open(database, Clock.systemUTC()).insertIfAbsent("import", "a", "1", null);
        database.close();

        assertThat(open(Clock.systemUTC()).find("import", "a")).isPresent();
    }
}
