package io.journey360.platform.scrubbing;

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
import java.util.LinkedHashMap;
import java.util.List;
import org.bson.Document;

/** For a service that reads the log once. What was carried out stays in the list with a mark beside it. */
public final class DutiesInDocuments implements ScrubDuties {

    private static final String DONE = "done|";

    private final GrowingList erasures;
    private final GrowingList retentions;
    private final String service;

    public DutiesInDocuments(MongoDatabase database, String service) {
        this.erasures = new GrowingList(database.getCollection("erasures"));
        this.retentions = new GrowingList(database.getCollection("retentions"));
        this.service = service;
    }

    /** Only inside an event handler. */
    public void record(ErasureEvent event) {
        switch (event) {
            case ProfileErased e ->
                DocumentWrites.fact(erasures.documents, e.erasure().value(), document(e));
            case ErasureCarriedOut e -> {
                if (e.service().equals(service)) {
                    DocumentWrites.fact(erasures.documents, DONE + e.erasure().value(), new Document());
                }
            }
            case ErasureRequested e -> {}
            case ErasureCompleted e -> {}
        }
    }

    /** Only inside an event handler. */
    public void record(RetentionEvent event) {
        switch (event) {
            case RetentionDue e ->
                DocumentWrites.fact(retentions.documents, e.run().value(), document(e));
            case RetentionCarriedOut e -> {
                if (e.service().equals(service)) {
                    DocumentWrites.fact(retentions.documents, DONE + e.run().value(), new Document());
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
        return erasures.open().stream()
                .map(document -> new ProfileErased(
                        new ErasureId(document.getString("_id")),
                        identities(document),
                        document.getInteger("linksDropped"),
                        Instant.parse(document.getString("erasedAt"))))
                .toList();
    }

    @Override
    public List<RetentionDue> retentions() {
        return retentions.open().stream()
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

    /** A list with the marks beside it. It only ever grows, so it is read again only when there is more of it. */
    private static final class GrowingList {

        private final MongoCollection<Document> documents;
        private long countWhenRead = -1;
        private List<Document> openThen = List.of();

        GrowingList(MongoCollection<Document> documents) {
            this.documents = documents;
        }

        synchronized List<Document> open() {
            long count = documents.estimatedDocumentCount();
            if (count != countWhenRead) {
                openThen = read();
                countWhenRead = count;
            }
            return openThen;
        }

        private List<Document> read() {
            var open = new LinkedHashMap<String, Document>();
            var done = new ArrayList<String>();
            documents.find().forEach(document -> {
                var id = document.getString("_id");
                if (id.startsWith(DONE)) {
                    done.add(id.substring(DONE.length()));
                } else {
                    open.put(id, document);
                }
            });
            open.keySet().removeAll(done);
            return List.copyOf(open.values());
        }
    }
}
