package io.journey360.analytics.facts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoDatabase;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.events.IdentityKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Reads facts. What is past its retention is passed over, should it be there. All calls block. */
@Component
public class FactStore {

    private static final int SCAN_BATCH = 1_000;

    private final MongoDatabase database;
    private final Forgotten forgotten;

    FactStore(MongoDatabase database, Forgotten forgotten) {
        this.database = database;
        this.forgotten = forgotten;
    }

    /**
     * The identity's facts in time order, those taken back too.
     *
     * @param upTo facts above this log position are left out
     */
    public List<Fact> facts(int generation, IdentityKey identity, long upTo) {
        var facts = new ArrayList<Fact>();
        for (var document : FactCollections.of(database, generation)
                .facts()
                .find(and(gte("_id", FactIds.start(identity)), lt("_id", FactIds.end(identity))))
                .batchSize(SCAN_BATCH)) {
            if (document.getLong("position") <= upTo) {
                var fact = FactDocuments.fact(document);
                if (!forgotten.isDropped(fact.event())) {
                    facts.add(fact);
                }
            }
        }
        facts.sort(Fact.IN_TIME);
        return facts;
    }

    /**
     * The identity's facts of a span of time, in no particular order, those taken back too.
     *
     * @param fromMillis since 1970, inclusive as {@code toMillis} is
     * @param upTo facts above this log position are left out
     */
    public List<Fact> facts(int generation, IdentityKey identity, long fromMillis, long toMillis, long upTo) {
        var facts = new ArrayList<Fact>();
        for (var document : FactCollections.of(database, generation)
                .facts()
                .find(and(
                        gte("_id", FactIds.start(identity, fromMillis)), lt("_id", FactIds.end(identity, toMillis))))) {
            if (document.getLong("position") <= upTo) {
                var fact = FactDocuments.fact(document);
                if (!forgotten.isDropped(fact.event())) {
                    facts.add(fact);
                }
            }
        }
        return facts;
    }

    /** Every fact of a generation, in no particular order; those past their retention too, for whom they made one. */
    public void eachFact(int generation, Consumer<Fact> consumer) {
        for (var document :
                FactCollections.of(database, generation).facts().find().batchSize(SCAN_BATCH)) {
            consumer.accept(FactDocuments.fact(document));
        }
    }

    /** Every retraction of a generation, in no particular order. */
    public List<Retraction> retractions(int generation) {
        return FactCollections.of(database, generation)
                .retractions()
                .find()
                .map(FactDocuments::retraction)
                .into(new ArrayList<>());
    }

    /** Everything said about identities in a generation, in no particular order. */
    public List<IdentityChange> identityChanges(int generation) {
        return FactCollections.of(database, generation)
                .identityChanges()
                .find()
                .map(FactDocuments::identityChange)
                .into(new ArrayList<>());
    }

    /** Everything told of the identity's personal data, sealed, in no particular order; what stands above the position is left out. */
    public List<TraitsChange> traits(int generation, IdentityKey identity, long upTo) {
        var changes = new ArrayList<TraitsChange>();
        for (var document : FactCollections.of(database, generation)
                .traits()
                .find(and(gte("_id", FactIds.start(identity)), lt("_id", FactIds.end(identity))))) {
            if (document.getLong("position") <= upTo) {
                var change = FactDocuments.traitsChange(document);
                if (!forgotten.isDropped(change.event())) {
                    changes.add(change);
                }
            }
        }
        return changes;
    }

    /** Everything told of personal data in a generation, in no particular order. */
    public void eachTraitsChange(int generation, Consumer<TraitsChange> consumer) {
        for (var document :
                FactCollections.of(database, generation).traits().find().batchSize(SCAN_BATCH)) {
            consumer.accept(FactDocuments.traitsChange(document));
        }
    }

    /** Everything said about how long what happened is kept, in a generation, in no particular order. */
    public List<RetentionChange> retentionChanges(int generation) {
        return FactCollections.of(database, generation)
                .retention()
                .find()
                .map(FactDocuments::retentionChange)
                .into(new ArrayList<>());
    }

    /** Every link that an event made which is no longer in the generation, in no particular order. */
    public void eachLink(int generation, Consumer<Link> consumer) {
        for (var document :
                FactCollections.of(database, generation).links().find().batchSize(SCAN_BATCH)) {
            consumer.accept(FactDocuments.link(document));
        }
    }

    /** Which personas the identity entered and left, in no particular order; what stands above the position is left out. */
    public List<PersonaChange> personaChanges(int generation, IdentityKey identity, long upTo) {
        var changes = new ArrayList<PersonaChange>();
        for (var document : FactCollections.of(database, generation)
                .personas()
                .find(and(gte("_id", FactIds.start(identity)), lt("_id", FactIds.end(identity))))) {
            if (document.getLong("position") <= upTo) {
                changes.add(FactDocuments.personaChange(document));
            }
        }
        return changes;
    }

    /** Everything told of personas in a generation, in no particular order. */
    public void eachPersonaChange(int generation, Consumer<PersonaChange> consumer) {
        for (var document :
                FactCollections.of(database, generation).personas().find().batchSize(SCAN_BATCH)) {
            consumer.accept(FactDocuments.personaChange(document));
        }
    }

    /** Everything declared in the catalogue in a generation, in no particular order. */
    public List<CatalogueChange> catalogueChanges(int generation) {
        return FactCollections.of(database, generation)
                .catalogueChanges()
                .find()
                .map(FactDocuments::catalogueChange)
                .into(new ArrayList<>());
    }
}
