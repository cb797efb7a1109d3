package io.journey360.touchpoint.collector;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys of all collected events with the digest of each. Its documents follow from the log; the collector writes them too, so
 * that a repeat is known before the projection has come to the first.
 */
@Component
class Receipts {

    private static final int RECENT = 32_768;
    private static final String DIGEST = "digest";

    private final MongoCollection<Document> collection;

    // Two generations: when the young one is full it becomes the old one, whose receipts are then forgotten.
    private volatile Map<String, String> young = new ConcurrentHashMap<>();
    private volatile Map<String, String> old = Map.of();

    Receipts(MongoDatabase database) {
        this.collection = database.getCollection("receipts").withReadPreference(ReadPreference.primary());
    }

    /** Digests of those keys that have a receipt. */
    Map<String, String> find(Collection<String> keys) {
        var found = new HashMap<String, String>();
        var unknown = new ArrayList<String>(keys.size());
        for (var key : keys) {
            var digest = recent(key);
            if (digest == null) {
                unknown.add(key);
            } else {
                found.put(key, digest);
            }
        }
        if (!unknown.isEmpty()) {
            for (var receipt : collection.find(Filters.in("_id", unknown)).batchSize(unknown.size() + 1)) {
                found.put(receipt.getString("_id"), receipt.getString(DIGEST));
            }
        }
        return found;
    }

    void write(Map<String, String> digests) {
        var writes = new ArrayList<WriteModel<Document>>(digests.size());
        digests.forEach((key, digest) -> writes.add(new UpdateOneModel<>(
                Filters.eq("_id", key),
                new Document("$setOnInsert", document(digest)),
                new UpdateOptions().upsert(true))));
        try {
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream()
                            .anyMatch(error -> error.getCategory() != ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
        }
        remember(digests);
    }

    /** True when this process wrote the receipt lately, so that the projection need not. */
    boolean isWritten(String key) {
        return recent(key) != null;
    }

    MongoCollection<Document> collection() {
        return collection;
    }

    static Document document(String digest) {
        return new Document(DIGEST, digest);
    }

    private @Nullable String recent(String key) {
        var digest = young.get(key);
        return digest != null ? digest : old.get(key);
    }

    private synchronized void remember(Map<String, String> digests) {
        if (young.size() >= RECENT) {
            old = young;
            young = new ConcurrentHashMap<>(2 * RECENT);
        }
        young.putAll(digests);
    }
}
