package io.journey360.platform.sealing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.events.IdentityKey;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** On the MongoDB named by {@code -Djourney.test.mongodb=mongodb://...}; its keys are dropped. */
class SealingInRealMongoTest extends SealingContract {

    private MongoClient client;

    @Override
    Keyring openKeyring() {
        var address = System.getProperty("journey.test.mongodb");
        assumeTrue(address != null, "no MongoDB is named by -Djourney.test.mongodb");
        client = MongoClients.create(address);
        client.getDatabase(MongoKeyring.DATABASE).getCollection("keys").drop();
        client.getDatabase(MongoKeyring.DATABASE)
                .getCollection("keys-destroyed")
                .drop();
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
        if (client != null) {
            client.close();
        }
    }
}
