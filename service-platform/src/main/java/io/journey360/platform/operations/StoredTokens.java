package io.journey360.platform.operations;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.journey360.platform.log.JourneyLog;
import java.util.Set;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Tokens as they are stored, read without claiming them: of segments that other replicas hold, and of those held here that
 * have not finished a first batch, which a processor's status leaves out. An idle segment's token is stored every few
 * seconds only.
 */
final class StoredTokens {

    private final MongoDatabase database;
    private final Serializer serializer;
    private final JourneyLog log;

    StoredTokens(MongoDatabase database, Serializer serializer, JourneyLog log) {
        this.database = database;
        this.serializer = serializer;
        this.log = log;
    }

    /** The lowest position among the processor's segments except those; 0 when nothing is stored of it. */
    long lowest(String processor, Set<Integer> except) {
        long lowest = Long.MAX_VALUE;
        boolean stored = false;
        for (var document : database.getCollection("tokens").find(Filters.eq("processorName", processor))) {
            stored = true;
            if (!except.contains(document.getInteger("segment"))) {
                lowest = Math.min(lowest, position(document));
            }
        }
        return stored ? lowest : 0;
    }

    private long position(Document document) {
        var bytes = document.get("token", Binary.class);
        if (bytes == null) {
            return 0;
        }
        TrackingToken token = serializer.deserialize(
                new SimpleSerializedObject<>(bytes.getData(), byte[].class, document.getString("tokenType"), null));
        return log.position(token);
    }
}
