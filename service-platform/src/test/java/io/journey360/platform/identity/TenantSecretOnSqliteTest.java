package io.journey360.platform.identity;

import io.journey360.platform.log.LogDatabase;
import io.journey360.platform.records.DurableRecords;
import io.journey360.platform.records.RecordsOnDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;

class TenantSecretOnSqliteTest extends TenantSecretContract {

    private LogDatabase database;

    @Override
    DurableRecords openRecords(Path folder) {
        database = LogDatabase.sqlite(folder.resolve("data"));
        return RecordsOnDatabase.open(database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }
}
