package io.journey360.platform.records;

import com.mongodb.client.MongoClient;
import io.journey360.platform.log.LogDatabase;
import java.time.Clock;

/** Opens records for tests of other packages. */
public final class RecordsOnDatabase {

    private RecordsOnDatabase() {}

    public static DurableRecords open(LogDatabase database, Clock clock) {
        var records = new JdbcRecords(database.writes(), database.reads(), clock);
        records.createTable();
        return records;
    }

    public static DurableRecords open(MongoClient client, Clock clock) {
        return new MongoRecords(client, clock);
    }
}
