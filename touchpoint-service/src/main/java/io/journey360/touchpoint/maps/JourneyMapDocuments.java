package io.journey360.touchpoint.maps;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapStage;
import io.journey360.platform.projection.DocumentWrites;
import io.journey360.touchpoint.maps.JourneyMapView.State;
import io.journey360.touchpoint.maps.domain.JourneyMapTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Journey maps as they were last drawn, and each of their versions. Stages are kept as JSON. Reads block. */
@Component
class JourneyMapDocuments {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<JourneyMapStage>> STAGES = new TypeReference<>() {};

    private final MongoCollection<Document> maps;
    private final MongoCollection<Document> versions;

    JourneyMapDocuments(MongoDatabase database) {
        maps = database.getCollection("journey-maps");
        versions = database.getCollection("journey-map-versions");
    }

    void define(JourneyMapDefined event, long state) {
        var content = new Document("version", event.version())
                .append("name", event.name())
                .append("stages", JSON.writeValueAsString(event.stages()))
                .append("definedAt", event.occurredAt().toString())
                .append("definedAs", state);
        var id = event.map().name();
        DocumentWrites.fact(versions, versionId(id, event.version()), new Document(content).append("map", id));
        DocumentWrites.state(maps, id, state, content.append("state", State.CURRENT.name()));
    }

    void retire(String id, long state) {
        DocumentWrites.state(maps, id, state, new Document("state", State.RETIRED.name()));
    }

    Optional<JourneyMapView> find(String id) {
        return Optional.ofNullable(maps.find(Filters.eq("_id", id)).first()).map(document -> current(id, document));
    }

    /** A version that has become another's past stays as it was, and so does its tag. */
    Optional<JourneyMapView> find(String id, long version) {
        var latest = find(id);
        if (latest.isPresent() && latest.get().version() == version) {
            return latest;
        }
        return Optional.ofNullable(
                        versions.find(Filters.eq("_id", versionId(id, version))).first())
                .map(document -> view(id, document, State.SUPERSEDED, document.getLong("definedAs")));
    }

    /** By id, after the one given; one more than asked for if there are more. */
    List<JourneyMapView> list(State state, @Nullable String after, int limit) {
        Bson wanted = Filters.eq("state", state.name());
        return maps.find(after == null ? wanted : Filters.and(wanted, Filters.gt("_id", after)))
                .sort(Sorts.ascending("_id"))
                .limit(limit + 1)
                .map(document -> current(document.getString("_id"), document))
                .into(new ArrayList<>());
    }

    private static JourneyMapView current(String id, Document document) {
        return view(id, document, State.valueOf(document.getString("state")), document.getLong("seq"));
    }

    private static JourneyMapView view(String id, Document document, State state, long tag) {
        return JourneyMapView.of(
                id,
                document.getLong("version"),
                state,
                new JourneyMapTerms(document.getString("name"), JSON.readValue(document.getString("stages"), STAGES)),
                Instant.parse(document.getString("definedAt")),
                tag);
    }

    private static String versionId(String id, long version) {
        return id + "@" + version;
    }
}
