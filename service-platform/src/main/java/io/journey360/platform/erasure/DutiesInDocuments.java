package io.journey360.platform.erasure;

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
import io.journey360.platform.projection.DocumentWrites;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.bson.Document;

/** For a service that reads the log once. What was carried out stays in the list with a mark beside it. */
public final class DutiesInDocuments implements ErasureDuties {

    private static final String DONE = "done|";

    private final MongoCollection<Document> erasures;
    private final String service;

    public DutiesInDocuments(MongoDatabase database, String service) {
        this.erasures = database.getCollection("erasures");
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

    private static Document document(ProfileErased e) {
        return new Document(
                        "identities",
                        e.identities().stream().map(IdentityKey::value).toList())
                .append("linksDropped", e.linksDropped())
                .append("erasedAt", e.erasedAt().toString());
    }

    @Override
    public List<ProfileErased> due() {
        var due = new ArrayList<Document>();
        var marks = new ArrayList<String>();
        erasures.find().forEach(document -> {
            if (!document.getString("_id").startsWith(DONE)) {
                due.add(document);
                marks.add(DONE + document.getString("_id"));
            }
        });
        if (due.isEmpty()) {
            return List.of();
        }
        var done = new HashSet<String>();
        erasures.find(in("_id", marks)).forEach(mark -> done.add(mark.getString("_id")));
        return due.stream()
                .filter(document -> !done.contains(DONE + document.getString("_id")))
                .map(document -> new ProfileErased(
                        new ErasureId(document.getString("_id")),
                        document.getList("identities", String.class).stream()
                                .map(IdentityKey::new)
                                .toList(),
                        document.getInteger("linksDropped"),
                        Instant.parse(document.getString("erasedAt"))))
                .toList();
    }
}
