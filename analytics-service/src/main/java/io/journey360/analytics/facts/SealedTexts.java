package io.journey360.analytics.facts;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import io.journey360.analytics.generation.Generations;
import io.journey360.events.ProfileErased;
import io.journey360.platform.erasure.Scrubber;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the sealed texts and traits of erased persons out of the documents. A rebuild copies them from the log again, where they stand for
 * good; nobody can open them there or here.
 */
@Component
class SealedTexts implements Scrubber {

    private final MongoDatabase database;
    private final Generations generations;
    private final JsonMapper json = JsonMapper.builder().build();

    SealedTexts(MongoDatabase database, Generations generations) {
        this.database = database;
        this.generations = generations;
    }

    @Override
    public String service() {
        return "analytics-service";
    }

    @Override
    public Map<String, Long> scrub(ProfileErased erasure) {
        var collections = FactCollections.of(database, generations.active());
        var facts = collections.facts();
        long traits = 0;
        long texts = 0;
        for (var identity : erasure.identities()) {
            for (var review : facts.find(and(
                    gte("_id", FactIds.start(identity)), lt("_id", FactIds.end(identity)), eq("type", "Reviewed")))) {
                var payload = json.readTree(review.getString("payload"));
                if (payload instanceof ObjectNode event && event.remove("text") != null) {
                    facts.updateOne(eq("_id", review.getString("_id")), Updates.set("payload", event.toString()));
                    texts++;
                }
            }
            for (var change : collections
                    .traits()
                    .find(and(gte("_id", FactIds.start(identity)), lt("_id", FactIds.end(identity))))) {
                var toldAt = FactDocuments.traitsChange(change).event().occurredAt();
                if (!toldAt.isAfter(erasure.erasedAt())) {
                    traits += collections
                            .traits()
                            .deleteOne(eq("_id", change.getString("_id")))
                            .getDeletedCount();
                }
            }
        }
        return Map.of("sealedTexts", texts, "traitChanges", traits);
    }
}
