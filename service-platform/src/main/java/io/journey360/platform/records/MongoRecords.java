package io.journey360.platform.records;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Records where the log is kept by Axon Server: a Mongo database of their own, every write by a majority and journalled. */
final class MongoRecords implements DurableRecords {

    static final String DATABASE = "journey_records";
    private static final long NEVER = Long.MAX_VALUE;

    private final MongoCollection<Document> records;
    private final Clock clock;

    MongoRecords(MongoClient client, Clock clock) {
        this.records = client.getDatabase(DATABASE)
                .getCollection("records")
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary());
        this.clock = clock;
    }

    void createIndex() {
        records.createIndex(Indexes.ascending("expiresAt"));
    }

    /** An expired record gives way; its version goes on, so that a late compare-and-set of its owner fails. */
    @Override
    public boolean insertIfAbsent(String kind, String key, String json, @Nullable Instant expiresAt) {
        long expires = expiresAt == null ? NEVER : expiresAt.toEpochMilli();
        try {
            records.insertOne(new Document("_id", id(kind, key))
                    .append("version", 1L)
                    .append("body", json)
                    .append("expiresAt", expires));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
        var expired = records.find(and(eq("_id", id(kind, key)), lte("expiresAt", clock.millis())))
                .first();
        if (expired == null) {
            return false;
        }
        long version = expired.getLong("version");
        return records.updateOne(
                                and(eq("_id", id(kind, key)), eq("version", version), lte("expiresAt", clock.millis())),
                                Updates.combine(
                                        Updates.set("version", version + 1),
                                        Updates.set("body", json),
                                        Updates.set("expiresAt", expires)))
                        .getMatchedCount()
                == 1;
    }

    @Override
    public Optional<Stored> find(String kind, String key) {
        return Optional.ofNullable(records.find(and(eq("_id", id(kind, key)), alive()))
                        .first())
                .map(document -> stored(kind, document));
    }

    @Override
    public boolean replace(String kind, String key, long version, String json) {
        return records.updateOne(
                                and(eq("_id", id(kind, key)), eq("version", version), alive()),
                                Updates.combine(Updates.set("version", version + 1), Updates.set("body", json)))
                        .getMatchedCount()
                == 1;
    }

    /** Ids of a kind begin with it and a slash; 0 is the character after the slash. */
    @Override
    public List<Stored> list(String kind) {
        var found = new ArrayList<Stored>();
        records.find(and(gte("_id", kind + "/"), lt("_id", kind + "0"), alive()))
                .sort(Sorts.ascending("_id"))
                .forEach(document -> found.add(stored(kind, document)));
        return found;
    }

    @Override
    public void delete(String kind, String key) {
        records.deleteOne(eq("_id", id(kind, key)));
    }

    @Override
    public int deleteExpired(Instant now) {
        return Math.toIntExact(
                records.deleteMany(lte("expiresAt", now.toEpochMilli())).getDeletedCount());
    }

    private Bson alive() {
        return gt("expiresAt", clock.millis());
    }

    private static Stored stored(String kind, Document document) {
        return new Stored(
                document.getString("_id").substring(kind.length() + 1),
                document.getLong("version"),
                document.getString("body"));
    }

    private static String id(String kind, String key) {
        return kind + "/" + key;
    }
}
