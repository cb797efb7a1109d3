package io.journey360.analytics.facts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.empty;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.RetentionDue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/**
 * Takes out of documents what must be forgotten and is there because it was written before that was known, or was put back from
 * a copy. May be repeated. All calls block.
 */
@Component
public class Leftovers {

    private static final int BATCH = 1_000;
    private static final int DUPLICATE = 11_000;

    /** What events of a kind are called in documents. */
    private static final Map<JourneyEventType, String> TYPES = new EnumMap<>(Map.ofEntries(
            Map.entry(JourneyEventType.DISCOVERED, "Discovered"),
            Map.entry(JourneyEventType.INTERACTED, "Interacted"),
            Map.entry(JourneyEventType.BOOKED, "Booked"),
            Map.entry(JourneyEventType.RESCHEDULED, "Rescheduled"),
            Map.entry(JourneyEventType.CANCELLED, "Cancelled"),
            Map.entry(JourneyEventType.CHECKED_IN, "CheckedIn"),
            Map.entry(JourneyEventType.CALLED, "Called"),
            Map.entry(JourneyEventType.SERVED, "Served"),
            Map.entry(JourneyEventType.NO_SHOW, "NoShow"),
            Map.entry(JourneyEventType.REVIEWED, "Reviewed")));

    private final MongoDatabase database;
    private final Forgotten forgotten;

    Leftovers(MongoDatabase database, Forgotten forgotten) {
        this.database = database;
        this.forgotten = forgotten;
    }

    /**
     * How much was taken out.
     *
     * @param texts sealed texts, whose events stay
     */
    public record Taken(long facts, long texts, long traitChanges, long personaChanges) {

        public static final Taken NOTHING = new Taken(0, 0, 0, 0);

        Taken and(Taken more) {
            return new Taken(
                    facts + more.facts,
                    texts + more.texts,
                    traitChanges + more.traitChanges,
                    personaChanges + more.personaChanges);
        }
    }

    /**
     * What nobody can open any more of what the identities, as far as they were erased, had told, and which personas they were.
     */
    public Taken erase(int generation, Collection<IdentityKey> identities) {
        var collections = FactCollections.of(database, generation);
        long texts = 0;
        long traits = 0;
        long personas = 0;
        for (var identity : identities) {
            long upTo = forgotten.erasedUpTo(identity);
            texts += eraseTexts(collections.facts(), identity, upTo);
            for (var change : collections.traits().find(of(identity))) {
                if (change.getLong("position") <= upTo) {
                    traits += delete(collections.traits(), List.of(change.getString("_id")));
                }
            }
            personas += collections
                    .personas()
                    .deleteMany(and(of(identity), lte("position", upTo)))
                    .getDeletedCount();
        }
        return new Taken(0, texts, traits, personas);
    }

    private static long eraseTexts(MongoCollection<Document> facts, IdentityKey identity, long upTo) {
        long texts = 0;
        var changes = new ArrayList<UpdateOneModel<Document>>();
        try (var reviews = facts.find(and(of(identity), eq("type", "Reviewed"), lte("position", upTo)))
                .batchSize(BATCH)
                .iterator()) {
            while (reviews.hasNext()) {
                var review = reviews.next();
                var payload = review.getString("payload");
                var rest = Payloads.without(Payloads.TEXT, payload);
                if (!rest.equals(payload)) {
                    changes.add(new UpdateOneModel<>(eq("_id", review.getString("_id")), Updates.set("payload", rest)));
                }
                if (changes.size() == BATCH || !reviews.hasNext() && !changes.isEmpty()) {
                    texts += facts.bulkWrite(changes, new BulkWriteOptions().ordered(false))
                            .getMatchedCount();
                    changes.clear();
                }
            }
        }
        return texts;
    }

    private static Bson of(IdentityKey identity) {
        return and(gte("_id", FactIds.start(identity)), lt("_id", FactIds.end(identity)));
    }

    /** What is due. Reads every document, unless it is about some people only. */
    public Taken drop(int generation, RetentionDue due) {
        var collections = FactCollections.of(database, generation);
        if (due.identities().isEmpty()) {
            return drop(collections, empty(), due.kinds(), due.before());
        }
        var taken = Taken.NOTHING;
        for (var identity : due.identities()) {
            taken = taken.and(drop(collections, of(identity), due.kinds(), due.before()));
        }
        return taken;
    }

    /** What was due of everybody before. Reads every document. */
    public void drop(int generation) {
        drop(FactCollections.of(database, generation), empty(), forgotten.horizons());
    }

    /** What was due of these alone before. */
    public void drop(int generation, Collection<IdentityKey> identities) {
        var collections = FactCollections.of(database, generation);
        for (var identity : identities) {
            drop(collections, of(identity), forgotten.horizons(identity));
        }
    }

    private static void drop(FactCollections collections, Bson whose, Map<String, Instant> horizons) {
        var kinds = new TreeMap<Instant, List<String>>();
        horizons.forEach((kind, before) ->
                kinds.computeIfAbsent(before, key -> new ArrayList<>()).add(kind));
        kinds.forEach((before, same) -> drop(collections, whose, same, before));
    }

    private static Taken drop(FactCollections collections, Bson whose, List<String> kinds, Instant before) {
        var earlier = and(whose, lt(FactDocuments.AT, before.toEpochMilli()));
        var types = kinds.stream()
                .flatMap(kind -> JourneyEventType.ofWireName(kind).stream())
                .map(TYPES::get)
                .toList();
        long facts = types.isEmpty() ? 0 : drop(collections, collections.facts().find(and(earlier, in("type", types))));
        long traits = kinds.contains(Forgotten.TRAITS)
                ? collections.traits().deleteMany(earlier).getDeletedCount()
                : 0;
        return new Taken(facts, 0, traits, 0);
    }

    /** People stay who they were: first the links are kept, then the events go. */
    private static long drop(FactCollections collections, FindIterable<Document> found) {
        long dropped = 0;
        var ids = new ArrayList<String>();
        var links = new ArrayList<Document>();
        try (var documents = found.batchSize(BATCH).iterator()) {
            while (documents.hasNext()) {
                var document = documents.next();
                ids.add(document.getString("_id"));
                link(document).forEach(links::add);
                if (ids.size() == BATCH || !documents.hasNext()) {
                    insert(collections.links(), links);
                    dropped += delete(collections.facts(), ids);
                    ids.clear();
                    links.clear();
                }
            }
        }
        return dropped;
    }

    private static Stream<Document> link(Document document) {
        var fact = FactDocuments.fact(document);
        JourneyEvent event = fact.event();
        var customer = event.moment().customer();
        var anonymous = event.moment().anonymous();
        if (customer == null || anonymous == null) {
            return Stream.of();
        }
        var link = new Document("_id", document.getString("_id"));
        link.putAll(FactDocuments.link(customer, anonymous, fact.position(), fact.recordedAt()));
        return Stream.of(link);
    }

    private static void insert(MongoCollection<Document> collection, List<Document> documents) {
        if (documents.isEmpty()) {
            return;
        }
        try {
            collection.insertMany(documents, new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE)
                    || e.getWriteConcernError() != null) {
                throw e;
            }
        }
    }

    private static long delete(MongoCollection<Document> collection, List<String> ids) {
        return collection.deleteMany(in("_id", ids)).getDeletedCount();
    }
}
