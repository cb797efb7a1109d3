package io.journey360.platform.records;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.platform.documents.EmbeddedDocuments;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;

class EmbeddedMongoRecordsTest extends RecordsContract {

    private final EmbeddedDocuments server = new EmbeddedDocuments();
    private final MongoClient client = MongoClients.create(server.connectionString());

    @Override
    DurableRecords open(Clock clock) {
        return new MongoRecords(client, clock);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }
}
