package io.journey360.platform.projection;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.journey360.platform.projection.DocumentWrites.Queued;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Writes queued documents. A duplicate key means the document is there already or is newer: nothing to do. Whatever a later
 * attempt may cure is thrown; a write the server will never take is handed to whoever parks it.
 */
final class DocumentFlush {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    interface Parking {

        /** Keeps the event for later, so that its neighbours can go on. */
        void park(Queued write, RuntimeException cause);
    }

    private DocumentFlush() {}

    /**
     * Splits writes so that within one round no document is written twice: an unordered bulk may run in any order, and two
     * states of one document must not.
     */
    static List<List<Queued>> rounds(List<Queued> writes) {
        var rounds = new ArrayList<List<Queued>>();
        Map<MongoCollection<Document>, HashSet<Object>> ids = new IdentityHashMap<>();
        var round = new ArrayList<Queued>();
        for (var write : writes) {
            var alone = write.id() == null;
            if (!round.isEmpty()
                    && (alone
                            || !ids.computeIfAbsent(write.collection(), c -> new HashSet<>())
                                    .add(write.id()))) {
                rounds.add(round);
                round = new ArrayList<>();
                ids.clear();
            }
            round.add(write);
            if (alone) {
                rounds.add(round);
                round = new ArrayList<>();
                ids.clear();
            } else {
                ids.computeIfAbsent(write.collection(), c -> new HashSet<>()).add(write.id());
            }
        }
        if (!round.isEmpty()) {
            rounds.add(round);
        }
        return rounds;
    }

    /** Any write the server refuses is thrown. */
    static void now(List<Queued> round) {
        flush(round, (write, cause) -> {
            throw cause;
        });
    }

    static void flush(List<Queued> round, Parking parking) {
        Map<MongoCollection<Document>, List<Queued>> byCollection = new IdentityHashMap<>();
        round.forEach(write -> byCollection
                .computeIfAbsent(write.collection(), c -> new ArrayList<>())
                .add(write));
        byCollection.forEach((collection, writes) -> flush(collection, writes, parking));
    }

    private static void flush(MongoCollection<Document> collection, List<Queued> writes, Parking parking) {
        var models = new ArrayList<WriteModel<Document>>(writes.size());
        writes.forEach(write -> models.add(write.write()));
        try {
            collection.bulkWrite(models, UNORDERED);
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null) {
                throw e;
            }
            for (var error : e.getWriteErrors()) {
                if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    one(collection, writes.get(error.getIndex()), parking);
                }
            }
        } catch (IllegalArgumentException | org.bson.BsonSerializationException e) {
            // One document the driver cannot even encode: find it, let the others through.
            if (writes.size() == 1) {
                parking.park(writes.getFirst(), e);
            } else {
                writes.forEach(write -> flush(collection, List.of(write), parking));
            }
        }
    }

    private static void one(MongoCollection<Document> collection, Queued write, Parking parking) {
        try {
            collection.bulkWrite(List.of(write.write()));
        } catch (MongoException e) {
            if (ErrorCategory.fromErrorCode(code(e)) == ErrorCategory.DUPLICATE_KEY) {
                return;
            }
            if (isTransient(e)) {
                throw e;
            }
            parking.park(write, e);
        }
    }

    private static int code(MongoException e) {
        return e instanceof MongoBulkWriteException bulk
                        && !bulk.getWriteErrors().isEmpty()
                ? bulk.getWriteErrors().getFirst().getCode()
                : e.getCode();
    }

    private static boolean isTransient(@Nullable MongoException e) {
        return e instanceof MongoSocketException
                || e instanceof MongoTimeoutException
                || (e instanceof MongoBulkWriteException bulk && bulk.getWriteConcernError() != null)
                || (e != null
                        && (e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                                || e.hasErrorLabel("RetryableWriteError")));
    }
}
