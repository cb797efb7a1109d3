package io.journey360.touchpoint.collector;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final int LONGEST_WRITE_SECONDS = 10;
    private static final String DIGEST = "digest";

    /** @param written completes when the receipt is a document, exceptionally when it will not be one by this process */
    private record Recent(String digest, CompletableFuture<Void> written) {

        boolean isWritten() {
            return written.isDone() && !written.isCompletedExceptionally();
        }
    }

    /** Receipts of events about to be appended. */
    static final class Batch {

        private final Map<String, String> digests;
        private final CompletableFuture<Void> written = new CompletableFuture<>();

        private Batch(Map<String, String> digests) {
            this.digests = digests;
        }
    }

    private final MongoCollection<Document> collection;

    // Two generations: when the young one is full it becomes the old one, whose receipts are then forgotten.
    private volatile Map<String, Recent> young = new ConcurrentHashMap<>();
    private volatile Map<String, Recent> old = Map.of();

    Receipts(MongoDatabase database) {
        this.collection = database.getCollection("receipts").withReadPreference(ReadPreference.primary());
    }

    /** Digests of those keys that have a receipt. */
    Map<String, String> find(Collection<String> keys) {
        var found = new HashMap<String, String>();
        var unknown = new ArrayList<String>(keys.size());
        for (var key : keys) {
            var receipt = recent(key);
            if (receipt != null && receipt.isWritten()) {
                found.put(key, receipt.digest());
            } else {
                unknown.add(key);
            }
        }
        if (!unknown.isEmpty()) {
            for (var receipt : collection.find(Filters.in("_id", unknown)).batchSize(unknown.size() + 1)) {
                found.put(receipt.getString("_id"), receipt.getString(DIGEST));
            }
        }
        return found;
    }

    /**
     * Says that these receipts will be written, before their events are appended: the projection, which sees the events at once, then
     * waits for that instead of writing each a second time.
     */
    Batch announce(Map<String, String> digests) {
        var batch = new Batch(digests);
        synchronized (this) {
            if (young.size() >= RECENT) {
                old = young;
                young = new ConcurrentHashMap<>(2 * RECENT);
            }
            digests.forEach((key, digest) -> young.put(key, new Recent(digest, batch.written)));
        }
        return batch;
    }

    void withdraw(Batch batch) {
        batch.written.cancel(false);
        young.keySet().removeAll(batch.digests.keySet());
    }

    void write(Batch batch) {
        try {
            insert(batch.digests);
            batch.written.complete(null);
        } finally {
            if (!batch.written.isDone()) {
                withdraw(batch);
            }
        }
    }

    /** A duplicate key means that the receipt is there, which is the same as upserting it, and cheaper. */
    private void insert(Map<String, String> digests) {
        var writes = new ArrayList<InsertOneModel<Document>>(digests.size());
        digests.forEach(
                (key, digest) -> writes.add(new InsertOneModel<>(new Document("_id", key).append(DIGEST, digest))));
        try {
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream()
                            .anyMatch(error -> error.getCategory() != ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
        }
    }

    /** True when this process wrote the receipt lately; waits for a write that is under way. */
    boolean isWritten(String key) {
        var receipt = recent(key);
        if (receipt == null) {
            return false;
        }
        if (receipt.isWritten()) {
            return true;
        }
        try {
            receipt.written().get(LONGEST_WRITE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (CancellationException | ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    MongoCollection<Document> collection() {
        return collection;
    }

    static Document document(String digest) {
        return new Document(DIGEST, digest);
    }

    private @Nullable Recent recent(String key) {
        var receipt = young.get(key);
        return receipt != null ? receipt : old.get(key);
    }
}
