package io.journey360.platform.sealing;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.journey360.events.IdentityKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Keys where the log is kept by Axon Server: in the Mongo database of the records, every write by a majority and journalled, and what
 * was destroyed in a collection beside them. The server frees what is removed at its next checkpoint; its journal and backups hold
 * wrapped keys for as long as they are kept.
 */
final class MongoKeyring implements Keyring {

    static final String DATABASE = "journey_records";

    private static final String EVERYBODY = "";
    private static final String MOVED = "moved";

    private final MongoCollection<Document> keys;
    private final MongoCollection<Document> destroyed;

    MongoKeyring(MongoClient client) {
        this.keys = durable(client.getDatabase(DATABASE).getCollection("keys"));
        this.destroyed = durable(client.getDatabase(DATABASE).getCollection("keys-destroyed"));
    }

    private static MongoCollection<Document> durable(MongoCollection<Document> collection) {
        return collection
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary());
    }

    void prepare() {
        keys.createIndex(Indexes.ascending("under"));
        keys.createIndex(Indexes.ascending("kind", "epochDay"));
        destroyed.createIndex(Indexes.ascending("identity"));
        moveMarks();
    }

    /** Until there were compartments, the moment of an identity's erasure stood in its key's document. A crash half way costs nothing. */
    private void moveMarks() {
        if (destroyed.find(eq("_id", MOVED)).first() != null) {
            return;
        }
        for (var old : keys.find(exists("erasedAt")).into(new ArrayList<>())) {
            var identity = new IdentityKey(old.getString("_id"));
            mark(List.of(new Mark(identity, "")), Instant.ofEpochMilli(old.getLong("erasedAt") + 1));
            keys.updateOne(eq("_id", identity.value()), Updates.unset("erasedAt"));
        }
        keys.deleteMany(exists("wrapped", false));
        destroyed.replaceOne(eq("_id", MOVED), new Document(), new ReplaceOptions().upsert(true));
    }

    @Override
    public Map<KeyName, WrappedKey> find(Collection<KeyName> names) {
        var found = new HashMap<KeyName, WrappedKey>();
        keys.find(in("_id", names.stream().map(KeyName::toString).toList())).forEach(document -> {
            var entry = entry(document);
            found.put(entry.name(), entry.key());
        });
        return found;
    }

    /** A key without compartment has neither kind nor day. */
    private static Entry entry(Document document) {
        var id = document.getString("_id");
        var kind = document.getString("kind");
        var name = kind == null
                ? new KeyName(new IdentityKey(id), Compartment.NONE)
                : new KeyName(
                        new IdentityKey(id.substring(0, id.indexOf('/'))),
                        new Compartment(kind, LocalDate.ofEpochDay(document.getLong("epochDay"))));
        return new Entry(name, new WrappedKey(document.getString("under"), document.getString("wrapped")));
    }

    @Override
    public Set<KeyName> insertIfAbsent(Map<KeyName, WrappedKey> added) {
        var writes = new ArrayList<WriteModel<Document>>();
        var names = List.copyOf(added.keySet());
        for (var name : names) {
            var key = Objects.requireNonNull(added.get(name));
            var document = new Document("under", key.under()).append("wrapped", key.wrapped());
            if (!name.compartment().equals(Compartment.NONE)) {
                document.append("kind", name.compartment().kind())
                        .append("epochDay", name.compartment().day().toEpochDay());
            }
            writes.add(new UpdateOneModel<>(
                    eq("_id", name.toString()),
                    new Document("$setOnInsert", document),
                    new UpdateOptions().upsert(true)));
        }
        return write(keys, writes).getUpserts().stream()
                .map(upsert -> names.get(upsert.getIndex()))
                .collect(Collectors.toSet());
    }

    /** What somebody has just inserted under one of the same names stays as it is. */
    private static BulkWriteResult write(MongoCollection<Document> collection, List<WriteModel<Document>> writes) {
        if (writes.isEmpty()) {
            return BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of());
        }
        try {
            return collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            boolean allTaken = e.getWriteConcernError() == null
                    && e.getWriteErrors().stream()
                            .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (!allTaken) {
                throw e;
            }
            return e.getWriteResult();
        }
    }

    @Override
    public Map<Mark, Instant> marks(Collection<IdentityKey> identities) {
        var whose = Stream.concat(Stream.of(EVERYBODY), identities.stream().map(IdentityKey::value))
                .toList();
        var marks = new HashMap<Mark, Instant>();
        destroyed.find(in("identity", whose)).forEach(document -> {
            var identity = document.getString("identity");
            marks.put(
                    new Mark(identity.equals(EVERYBODY) ? null : new IdentityKey(identity), document.getString("kind")),
                    Instant.ofEpochMilli(document.getLong("before")));
        });
        return marks;
    }

    /** Of two that insert the same mark at once one may fail; then it is there, and the second time it is put forward. */
    @Override
    public void mark(Collection<Mark> marks, Instant before) {
        var writes = new ArrayList<WriteModel<Document>>();
        for (var mark : marks) {
            var identity = mark.of() == null ? EVERYBODY : mark.of().value();
            writes.add(new UpdateOneModel<>(
                    eq("_id", identity + "/" + mark.kind()),
                    Updates.combine(
                            Updates.setOnInsert("identity", identity),
                            Updates.setOnInsert("kind", mark.kind()),
                            Updates.max("before", before.toEpochMilli())),
                    new UpdateOptions().upsert(true)));
        }
        var done = write(destroyed, writes);
        if (done.getMatchedCount() + done.getUpserts().size() < writes.size()) {
            write(destroyed, writes);
        }
    }

    @Override
    public int destroy(Collection<IdentityKey> identities) {
        int destroyed = 0;
        for (var identity : identities) {
            destroyed += deleted(or(eq("_id", identity.value()), inCompartments(identity)));
        }
        return destroyed;
    }

    /** Names of an identity's keys begin with it and a slash; 0 is the character after the slash. */
    private static Bson inCompartments(IdentityKey identity) {
        return and(gt("_id", identity + "/"), lt("_id", identity + "0"));
    }

    @Override
    public int destroy(Collection<IdentityKey> identities, Collection<String> kinds, LocalDate before) {
        var old = and(in("kind", kinds), lt("epochDay", before.toEpochDay()));
        if (identities.isEmpty()) {
            return deleted(old);
        }
        int destroyed = 0;
        for (var identity : identities) {
            destroyed += deleted(and(inCompartments(identity), old));
        }
        return destroyed;
    }

    private int deleted(Bson which) {
        return Math.toIntExact(keys.deleteMany(which).getDeletedCount());
    }

    /** There is nothing a client could do. */
    @Override
    public boolean purge() {
        return true;
    }

    @Override
    public List<Entry> notUnder(String keyEncryptionKey, @Nullable KeyName after, int limit) {
        return keys.find(and(ne("under", keyEncryptionKey), gt("_id", after == null ? "" : after.toString())))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(MongoKeyring::entry)
                .into(new ArrayList<>());
    }

    @Override
    public void replace(Map<Entry, WrappedKey> replaced) {
        var writes = new ArrayList<WriteModel<Document>>();
        replaced.forEach((entry, key) -> writes.add(new UpdateOneModel<>(
                and(
                        eq("_id", entry.name().toString()),
                        eq("wrapped", entry.key().wrapped())),
                Updates.combine(Updates.set("under", key.under()), Updates.set("wrapped", key.wrapped())))));
        write(keys, writes);
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
