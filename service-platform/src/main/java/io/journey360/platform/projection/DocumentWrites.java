package io.journey360.platform.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import org.bson.Document;

/**
 * Document writes of event handlers. They are collected in the root unit of work and flushed by the token store just before
 * it stores the token, so the token is never ahead of the documents it guards.
 */
public final class DocumentWrites {

    private DocumentWrites() {}

    /** Queues a write; may only be called inside an event handler. */
    public static void add(MongoCollection<Document> collection, WriteModel<Document> write) {
        throw new UnsupportedOperationException("follows");
    }

    /** P1: one document per event. Any order and any repetition give the same document; the first one stays. */
    public static void fact(MongoCollection<Document> collection, String id, Document document) {
        add(
                collection,
                new UpdateOneModel<>(
                        Filters.eq("_id", id),
                        new Document("$setOnInsert", document),
                        new UpdateOptions().upsert(true)));
    }

    /** P2: current state of one aggregate. A change older than the document is ignored. */
    public static void state(MongoCollection<Document> collection, String id, long seq, Document changes) {
        add(
                collection,
                new UpdateOneModel<>(
                        Filters.and(Filters.eq("_id", id), Filters.lt("seq", seq)),
                        new Document("$set", new Document(changes).append("seq", seq)),
                        new UpdateOptions().upsert(true)));
    }
}
