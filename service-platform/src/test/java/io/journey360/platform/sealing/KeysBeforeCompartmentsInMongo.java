package io.journey360.platform.sealing;

import com.mongodb.client.MongoClient;
import io.journey360.events.IdentityKey;
import io.journey360.platform.sealing.Keyring.WrappedKey;
import java.time.Instant;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The collection of keys as it was when an identity had one key. */
final class KeysBeforeCompartmentsInMongo {

    private KeysBeforeCompartmentsInMongo() {}

    static void put(MongoClient client, IdentityKey identity, @Nullable WrappedKey key, @Nullable Instant erasedAt) {
        var database = client.getDatabase(MongoKeyring.DATABASE);
        database.getCollection("keys-destroyed").deleteMany(new Document());
        var document = new Document("_id", identity.value());
        if (key != null) {
            document.append("under", key.under()).append("wrapped", key.wrapped());
        }
        if (erasedAt != null) {
            document.append("erasedAt", erasedAt.toEpochMilli());
        }
        database.getCollection("keys").insertOne(document);
    }
}
