package io.journey360.touchpoint.catalogue;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.journey360.events.Phase;
import io.journey360.events.TouchpointDeclared;
import io.journey360.platform.projection.DocumentWrites;
import io.journey360.touchpoint.catalogue.TouchpointView.State;
import io.journey360.touchpoint.collector.TouchpointNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Touchpoints that were declared, and the names events use. Reads block. */
@Component
class TouchpointDocuments {

    private static final int AT_ONCE = 500;

    private final MongoCollection<Document> declared;
    private final MongoCollection<Document> names;

    TouchpointDocuments(MongoDatabase database, TouchpointNames touchpointNames) {
        this.declared = database.getCollection("touchpoints");
        this.names = touchpointNames.collection();
    }

    void declare(String id, TouchpointDeclared event, long version) {
        var target = new ArrayList<Document>();
        event.target().forEach((measure, value) -> target.add(new Document("measure", measure).append("value", value)));
        DocumentWrites.state(
                declared,
                id,
                version,
                new Document("state", State.DECLARED.name())
                        .append("name", event.name())
                        .append("channel", event.channel())
                        .append("stage", event.stage())
                        .append(
                                "phase",
                                event.phase() == null ? null : event.phase().name())
                        .append("owner", event.owner())
                        .append("target", target)
                        .append("momentOfTruth", event.momentOfTruth()));
    }

    void retire(String id, long version) {
        DocumentWrites.state(declared, id, version, new Document("state", State.RETIRED.name()));
    }

    Optional<TouchpointView> find(String id) {
        return Optional.ofNullable(declared.find(Filters.eq("_id", id)).first()).map(TouchpointDocuments::view);
    }

    /** By id, after the one given; one more than asked for if there are more. */
    List<TouchpointView> list(State state, @Nullable String after, int limit) {
        var found = new ArrayList<TouchpointView>();
        var last = after;
        while (found.size() <= limit) {
            var page = page(state, last);
            if (page.isEmpty()) {
                break;
            }
            last = page.getLast().getString("_id");
            if (state == State.UNDECLARED) {
                var ids = page.stream().map(name -> name.getString("_id")).toList();
                var known = new HashSet<String>();
                declared.find(Filters.in("_id", ids)).forEach(document -> known.add(document.getString("_id")));
                ids.stream().filter(id -> !known.contains(id)).forEach(id -> found.add(undeclared(id)));
            } else {
                page.stream()
                        .map(TouchpointDocuments::view)
                        .filter(view -> view.state() == state)
                        .forEach(found::add);
            }
        }
        return found.size() > limit + 1 ? List.copyOf(found.subList(0, limit + 1)) : found;
    }

    private List<Document> page(State state, @Nullable String after) {
        Bson range = after == null ? new Document() : Filters.gt("_id", after);
        return (state == State.UNDECLARED ? names : declared)
                .find(range)
                .sort(Sorts.ascending("_id"))
                .limit(AT_ONCE)
                .into(new ArrayList<>());
    }

    private static TouchpointView undeclared(String id) {
        return new TouchpointView(id, State.UNDECLARED, null, null, null, null, null, null, null, 0);
    }

    private static TouchpointView view(Document document) {
        Map<String, Double> target = new TreeMap<>();
        document.getList("target", Document.class, List.of())
                .forEach(each -> target.put(each.getString("measure"), each.getDouble("value")));
        var phase = document.getString("phase");
        return new TouchpointView(
                document.getString("_id"),
                State.valueOf(document.getString("state").toUpperCase(Locale.ROOT)),
                document.getString("name"),
                document.getString("channel"),
                document.getString("stage"),
                phase == null ? null : Phase.valueOf(phase),
                document.getString("owner"),
                target,
                document.getBoolean("momentOfTruth"),
                document.get("seq", Number.class).longValue());
    }
}
