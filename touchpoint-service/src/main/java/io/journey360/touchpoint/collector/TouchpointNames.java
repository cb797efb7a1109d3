package io.journey360.touchpoint.collector;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import io.journey360.events.JourneyEvent;
import io.journey360.platform.projection.DocumentWrites;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The names of touchpoints that events use, declared or not. Its documents follow from the log; the collector writes them too, so that
 * the projection need not read every collected event back from JSON to look for a new one.
 */
@Component
public final class TouchpointNames {

    private static final int MOST_KNOWN = 10_000;

    // of this process; a name is marked in the log once more by each
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final MongoCollection<Document> collection;

    TouchpointNames(MongoDatabase database) {
        this.collection = database.getCollection("touchpoint-names");
    }

    /** Documents whose {@code _id} is a name. */
    public MongoCollection<Document> collection() {
        return collection;
    }

    boolean isKnown(String name) {
        return known.contains(name);
    }

    void write(Collection<Item.Event> appended) {
        var fresh = new LinkedHashSet<String>();
        for (var event : appended) {
            var name = of(event);
            if (name != null && !known.contains(name)) {
                fresh.add(name);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        collection.bulkWrite(fresh.stream()
                .map(name -> new UpdateOneModel<Document>(
                        Filters.eq("_id", name),
                        new Document("$setOnInsert", document()),
                        new UpdateOptions().upsert(true)))
                .toList());
        if (known.size() < MOST_KNOWN) {
            known.addAll(fresh);
        }
    }

    /** Inside an event handler. */
    void note(@Nullable String name) {
        if (name != null) {
            DocumentWrites.fact(collection, name, document());
        }
    }

    private static Document document() {
        return new Document("seen", true);
    }

    static @Nullable String of(Item.Event event) {
        return event.event() instanceof JourneyEvent told ? told.moment().touchpoint() : null;
    }
}
