package io.journey360.platform.records;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;

/** On the MongoDB named by {@code -Djourney.test.mongodb=mongodb://...}; its records are dropped. */
class RealMongoRecordsTest extends RecordsContract {

    private MongoClient client;

    @Override
    DurableRecords open(Clock clock) {
        var address = System.getProperty("journey.test.mongodb");
        assumeTrue(address != null, "no MongoDB is named by -Djourney.test.mongodb");
        client = MongoClients.create(address);
        client.getDatabase(MongoRecords.DATABASE).drop();
        return new MongoRecords(client, clock);
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
    }
}
