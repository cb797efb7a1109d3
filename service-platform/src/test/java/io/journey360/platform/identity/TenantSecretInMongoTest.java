package io.journey360.platform.identity;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.journey360.platform.records.DurableRecords;
import io.journey360.platform.records.RecordsOnDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;

class TenantSecretInMongoTest extends TenantSecretContract {

    private final EmbeddedDocuments server = new EmbeddedDocuments();
    private final MongoClient client = MongoClients.create(server.connectionString());

    @Override
    DurableRecords openRecords(Path folder) {
        return RecordsOnDatabase.open(client, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }
}
