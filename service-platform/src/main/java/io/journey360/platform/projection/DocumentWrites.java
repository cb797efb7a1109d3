package io.journey360.platform.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Document writes of event handlers. They are collected in the root unit of work and flushed by the token store just before
 * it stores the token, so the token is never ahead of the documents it guards.
 */
public final class DocumentWrites {

    private static final String RESOURCE = DocumentWrites.class.getName();

    /**
     * @param id the document's, null when the write names none: then it runs alone and in order
     * @param event what was being handled, to be parked if the document cannot be written
     */
    record Queued(
            MongoCollection<Document> collection,
            @Nullable Object id,
            WriteModel<Document> write,
            @Nullable EventMessage<?> event) {}

    private DocumentWrites() {}

    /** Queues any write; may only be called inside an event handler. Prefer {@link #fact} and {@link #state}. */
    public static void add(MongoCollection<Document> collection, WriteModel<Document> write) {
        queue(collection, null, write);
    }

    /**
     * P1: one document per event. Any order and any repetition give the same document; the first one stays. An insert whose
     * duplicate key is ignored means what an upsert with only {@code $setOnInsert} means, and costs the server half.
     */
    public static void fact(MongoCollection<Document> collection, String id, Document document) {
        var inserted = new Document("_id", id);
        inserted.putAll(document);
        queue(collection, id, new InsertOneModel<>(inserted));
    }

    /** P2: current state of one aggregate. A change older than the document is ignored. */
    public static void state(MongoCollection<Document> collection, String id, long seq, Document changes) {
        queue(
                collection,
                id,
                new UpdateOneModel<>(
                        Filters.and(Filters.eq("_id", id), Filters.lt("seq", seq)),
                        new Document("$set", new Document(changes).append("seq", seq)),
                        new UpdateOptions().upsert(true)));
    }

    private static void queue(MongoCollection<Document> collection, @Nullable Object id, WriteModel<Document> write) {
        var unitOfWork = CurrentUnitOfWork.get();
        var root = unitOfWork.root();
        var queued = root.<List<Queued>>getOrComputeResource(RESOURCE, key -> {
            // A retried dead letter has no token to store, so nobody else would flush.
            root.onPrepareCommit(u -> take(u).forEach(DocumentFlush::now));
            return new ArrayList<>();
        });
        var message = unitOfWork.getMessage();
        queued.add(new Queued(collection, id, write, message instanceof EventMessage<?> event ? event : null));
    }

    /** Takes what is queued in the unit of work, leaving nothing. */
    static List<List<Queued>> take(UnitOfWork<?> unitOfWork) {
        var root = unitOfWork.root();
        var queued = root.<@Nullable List<Queued>>getResource(RESOURCE);
        if (queued == null || queued.isEmpty()) {
            return List.of();
        }
        root.resources().put(RESOURCE, new ArrayList<Queued>());
        return DocumentFlush.rounds(queued);
    }
}
