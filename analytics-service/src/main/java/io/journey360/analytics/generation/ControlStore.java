package io.journey360.analytics.generation;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.journey360.analytics.generation.Control.Building;
import io.journey360.analytics.generation.Control.Ended;
import io.journey360.analytics.generation.Control.Outcome;
import io.journey360.analytics.generation.Control.Retired;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Control documents, one for each view. All calls block. */
final class ControlStore {

    private final MongoCollection<Document> controls;

    ControlStore(MongoDatabase database) {
        controls = database.getCollection("views");
    }

    /** The view's control, made if there is none. */
    Control find(String view, int version) {
        var found = controls.find(eq("_id", view)).first();
        if (found != null) {
            return control(found);
        }
        var first = Control.first(view, version);
        try {
            controls.insertOne(document(first));
            return first;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return find(view, version); // another replica was faster
        }
    }

    /** @return false if another replica changed the control since it was read; nothing is written then */
    boolean replace(Control before, Control after) {
        return controls.replaceOne(and(eq("_id", before.view()), eq("revision", before.revision())), document(after))
                        .getMatchedCount()
                == 1;
    }

    private static Document document(Control control) {
        var building = control.building();
        var ended = control.ended();
        return new Document("_id", control.view())
                .append("revision", control.revision())
                .append("active", control.active())
                .append("activeVersion", control.activeVersion())
                .append("last", control.last())
                .append(
                        "building",
                        building == null
                                ? null
                                : new Document("generation", building.generation())
                                        .append("version", building.version())
                                        .append("requested", building.requested())
                                        .append("startedAt", Date.from(building.startedAt())))
                .append(
                        "retired",
                        control.retired().stream()
                                .map(retired -> new Document("generation", retired.generation())
                                        .append("at", Date.from(retired.at())))
                                .toList())
                .append(
                        "ended",
                        ended == null
                                ? null
                                : new Document("generation", ended.generation())
                                        .append("outcome", ended.outcome().name())
                                        .append("startedAt", Date.from(ended.startedAt()))
                                        .append("finishedAt", Date.from(ended.finishedAt())));
    }

    private static Control control(Document document) {
        return new Control(
                document.getString("_id"),
                document.getLong("revision"),
                document.getInteger("active"),
                document.getInteger("activeVersion"),
                document.getInteger("last"),
                building(document.get("building", Document.class)),
                document.getList("retired", Document.class).stream()
                        .map(retired -> new Retired(retired.getInteger("generation"), instant(retired, "at")))
                        .toList(),
                ended(document.get("ended", Document.class)));
    }

    private static @Nullable Building building(@Nullable Document document) {
        return document == null
                ? null
                : new Building(
                        document.getInteger("generation"),
                        document.getInteger("version"),
                        document.getBoolean("requested", false),
                        instant(document, "startedAt"));
    }

    private static @Nullable Ended ended(@Nullable Document document) {
        return document == null
                ? null
                : new Ended(
                        document.getInteger("generation"),
                        Outcome.valueOf(document.getString("outcome")),
                        instant(document, "startedAt"),
                        instant(document, "finishedAt"));
    }

    private static Instant instant(Document document, String field) {
        return document.getDate(field).toInstant();
    }
}
