package io.journey360.platform.sealing;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * Keys where the log is kept by Axon Server: in the Mongo database of the records, every write by a majority and journalled. An
 * identity has one document for good. The server frees what is removed from a document at its next checkpoint; its journal and
 * backups hold wrapped keys for as long as they are kept.
 */
final class MongoKeyring implements Keyring {

    static final String DATABASE = "journey_records";

    private final MongoCollection<Document> keys;

    MongoKeyring(MongoClient client) {
        this.keys = client.getDatabase(DATABASE)
                .getCollection("keys")
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary());
    }

    void createIndex() {
        keys.createIndex(Indexes.ascending("under"));
    }

    @Override
    public Map<IdentityKey, Entry> find(Collection<IdentityKey> identities) {
        var found = new HashMap<IdentityKey, Entry>();
        keys.find(in("_id", identities.stream().map(IdentityKey::value).toList()))
                .forEach(document -> {
                    var entry = entry(document);
                    found.put(entry.identity(), entry);
                });
        return found;
    }

    private static Entry entry(Document document) {
        var wrapped = document.getString("wrapped");
        var erasedAt = document.getLong("erasedAt");
        return new Entry(
                new IdentityKey(document.getString("_id")),
                wrapped == null ? null : new WrappedKey(document.getString("under"), wrapped),
                erasedAt == null ? null : Instant.ofEpochMilli(erasedAt));
    }

    /** An upsert whose filter passes over a document that has a key collides with it: then the key there stays. */
    @Override
    public void insertIfAbsent(Map<IdentityKey, WrappedKey> added) {
        write(added.entrySet().stream()
                .map(key -> update(
                        new Document("_id", key.getKey().value()).append("wrapped", new Document("$exists", false)),
                        key.getValue(),
                        true))
                .toList());
    }

    private static WriteModel<Document> update(Document filter, WrappedKey key, boolean upsert) {
        return new UpdateOneModel<>(
                filter,
                Updates.combine(Updates.set("under", key.under()), Updates.set("wrapped", key.wrapped())),
                new UpdateOptions().upsert(upsert));
    }

    private void write(List<WriteModel<Document>> writes) {
        if (writes.isEmpty()) {
            return;
        }
        try {
            keys.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            boolean allTaken = e.getWriteConcernError() == null
                    && e.getWriteErrors().stream()
                            .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (!allTaken) {
                throw e;
            }
        }
    }

    /** The mark goes in with the key's removal, in one write: whoever seals meanwhile sees both or neither. */
    @Override
    public int destroy(Collection<IdentityKey> identities, Instant erasedAt) {
        int destroyed = 0;
        for (var identity : identities) {
            destroyed += destroy(identity, erasedAt) ? 1 : 0;
        }
        return destroyed;
    }

    private boolean destroy(IdentityKey identity, Instant erasedAt) {
        var change = Updates.combine(
                Updates.unset("under"), Updates.unset("wrapped"), Updates.max("erasedAt", erasedAt.toEpochMilli()));
        var upsert = new FindOneAndUpdateOptions().upsert(true);
        Document before;
        try {
            before = keys.findOneAndUpdate(eq("_id", identity.value()), change, upsert);
        } catch (MongoCommandException e) {
            if (ErrorCategory.fromErrorCode(e.getErrorCode()) != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            before = keys.findOneAndUpdate(eq("_id", identity.value()), change, upsert); // it has just been inserted
        }
        return before != null && before.containsKey("wrapped");
    }

    /** There is nothing a client could do. */
    @Override
    public boolean purge() {
        return true;
    }

    @Override
    public List<Entry> notUnder(String keyEncryptionKey, String after, int limit) {
        return keys.find(and(exists("under"), ne("under", keyEncryptionKey), gt("_id", after)))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(MongoKeyring::entry)
                .into(new ArrayList<>());
    }

    @Override
    public void replace(Map<Entry, WrappedKey> replaced) {
        var writes = new ArrayList<WriteModel<Document>>();
        replaced.forEach((entry, key) -> {
            var before = entry.key();
            if (before != null) {
                writes.add(update(
                        new Document("_id", entry.identity().value()).append("wrapped", before.wrapped()), key, false));
            }
        });
        write(writes);
    }

    @Override
    public Map<String, Long> inUse() {
        var inUse = new HashMap<String, Long>();
        for (var under : keys.distinct("under", String.class)) {
            inUse.put(under, keys.countDocuments(eq("under", under)));
        }
        return inUse;
    }
}
