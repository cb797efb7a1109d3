package io.journey360.platform.sealing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.events.IdentityKey;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class SealingInMongoTest extends SealingContract {

    private final EmbeddedDocuments server = new EmbeddedDocuments();
    private final MongoClient client = MongoClients.create(server.connectionString());

    @Override
    Keyring openKeyring() {
        return reopenKeyring();
    }

    @Override
    Keyring reopenKeyring() {
        var keyring = new MongoKeyring(client);
        keyring.prepare();
        return keyring;
    }

    @Override
    void putAsBeforeCompartments(IdentityKey identity, @Nullable WrappedKey key, @Nullable Instant erasedAt) {
        KeysBeforeCompartmentsInMongo.put(client, identity, key, erasedAt);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }
}
