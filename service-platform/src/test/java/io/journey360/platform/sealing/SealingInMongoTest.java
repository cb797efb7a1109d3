package io.journey360.platform.sealing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.platform.documents.EmbeddedDocuments;
import org.junit.jupiter.api.AfterEach;

class SealingInMongoTest extends SealingContract {

    private final EmbeddedDocuments server = new EmbeddedDocuments();
    private final MongoClient client = MongoClients.create(server.connectionString());

    @Override
    Keyring openKeyring() {
        var keyring = new MongoKeyring(client);
        keyring.createIndex();
        return keyring;
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }
}
