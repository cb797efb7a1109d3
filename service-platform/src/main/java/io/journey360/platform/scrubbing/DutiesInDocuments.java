package io.journey360.platform.scrubbing;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ErasureCompleted;
import io.journey360.events.ErasureEvent;
import io.journey360.events.ErasureId;
import io.journey360.events.ErasureRequested;
import io.journey360.events.IdentityKey;
import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionCompleted;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEnded;
import io.journey360.events.RetentionEvent;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.platform.projection.DocumentWrites;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.bson.Document;

/** For a service that reads the log once. What was carried out stays in the list with a mark beside it. */
public final class DutiesInDocuments implements ScrubDuties {

    private static final String DONE = "done|";

    private final MongoCollection<Document> erasures;
    private final MongoCollection<Document> retentions;
    private final String service;

    public DutiesInDocuments(MongoDatabase database, String service) {
        this.erasures = database.getCollection("erasures");
        this.retentions = database.getCollection("retentions");
        this.service = service;
    }

    /** Only inside an event handler. */
    public void record(ErasureEvent event) {
        switch (event) {
            case ProfileErased e -> DocumentWrites.fact(erasures, e.erasure().value(), document(e));
            case ErasureCarriedOut e -> {
                if (e.service().equals(service)) {
                    DocumentWrites.fact(erasures, DONE + e.erasure().value(), new Document());
                }
            }
            case ErasureRequested e -> {}
            case ErasureCompleted e -> {}
        }
    }

    /** Only inside an event handler. */
    public void record(RetentionEvent event) {
        switch (event) {
            case RetentionDue e -> DocumentWrites.fact(retentions, e.run().value(), document(e));
            case RetentionCarriedOut e -> {
                if (e.service().equals(service)) {
                    DocumentWrites.fact(retentions, DONE + e.run().value(), new Document());
                }
            }
            case RetentionDefined e -> {}
            case RetentionEnded e -> {}
            case RetentionCompleted e -> {}
        }
    }

    private static Document document(ProfileErased e) {
        return new Document("identities", values(e.identities()))
                .append("linksDropped", e.linksDropped())
                .append("erasedAt", e.erasedAt().toString());
    }

    private static Document document(RetentionDue e) {
        return new Document("rule", e.rule().value())
                .append("kinds", e.kinds())
                .append("before", e.before().toString())
                .append("identities", values(e.identities()))
                .append("occurredAt", e.occurredAt().toString());
    }

    private static List<String> values(List<IdentityKey> identities) {
        return identities.stream().map(IdentityKey::value).toList();
    }

    @Override
    public List<ProfileErased> erasures() {
        return open(erasures).stream()
                .map(document -> new ProfileErased(
                        new ErasureId(document.getString("_id")),
                        identities(document),
                        document.getInteger("linksDropped"),
                        Instant.parse(document.getString("erasedAt"))))
                .toList();
    }

    @Override
    public List<RetentionDue> retentions() {
        return open(retentions).stream()
                .map(document -> new RetentionDue(
                        new RetentionId(document.getString("rule")),
                        new RetentionRunId(document.getString("_id")),
                        document.getList("kinds", String.class),
                        Instant.parse(document.getString("before")),
                        identities(document),
                        Instant.parse(document.getString("occurredAt"))))
                .toList();
    }

    private static List<IdentityKey> identities(Document document) {
        return document.getList("identities", String.class).stream()
                .map(IdentityKey::new)
                .toList();
    }

    private static List<Document> open(MongoCollection<Document> duties) {
        var open = new ArrayList<Document>();
        var marks = new ArrayList<String>();
        duties.find().forEach(document -> {
            if (!document.getString("_id").startsWith(DONE)) {
                open.add(document);
                marks.add(DONE + document.getString("_id"));
            }
        });
        if (!open.isEmpty()) {
            var done = new HashSet<String>();
            duties.find(in("_id", marks)).forEach(mark -> done.add(mark.getString("_id")));
            open.removeIf(document -> done.contains(DONE + document.getString("_id")));
        }
        return open;
    }
}
