package io.journey360.touchpoint.surveys;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyKind;
import io.journey360.platform.projection.DocumentWrites;
import io.journey360.touchpoint.surveys.domain.SurveyTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Surveys as they were last defined. Reads block. */
@Component
class SurveyDocuments {

    private final MongoCollection<Document> surveys;

    SurveyDocuments(MongoDatabase database) {
        surveys = database.getCollection("surveys");
    }

    void define(SurveyDefined event, long sequence) {
        DocumentWrites.state(
                surveys,
                event.survey().name(),
                sequence,
                new Document("version", event.version())
                        .append("question", event.question())
                        .append("kind", event.kind().name())
                        .append("min", event.scale().min())
                        .append("max", event.scale().max())
                        .append("direction", event.direction().name())
                        .append("method", event.method()));
    }

    Optional<SurveyView> find(String id) {
        return Optional.ofNullable(surveys.find(Filters.eq("_id", id)).first()).map(SurveyDocuments::view);
    }

    /** By id, after the one given; one more than asked for if there are more. */
    List<SurveyView> list(@Nullable String after, int limit) {
        Bson range = after == null ? new Document() : Filters.gt("_id", after);
        return surveys.find(range)
                .sort(Sorts.ascending("_id"))
                .limit(limit + 1)
                .map(SurveyDocuments::view)
                .into(new ArrayList<>());
    }

    List<SurveyView> all() {
        return surveys.find().map(SurveyDocuments::view).into(new ArrayList<>());
    }

    private static SurveyView view(Document document) {
        return SurveyView.of(
                document.getString("_id"),
                document.getLong("version"),
                new SurveyTerms(
                        document.getString("question"),
                        SurveyKind.valueOf(document.getString("kind")),
                        new Scale(document.getDouble("min"), document.getDouble("max")),
                        ScoreDirection.valueOf(document.getString("direction")),
                        document.getString("method")));
    }
}
