package io.journey360.analytics.forgetting;

import static io.journey360.analytics.forgetting.Calls.await;
import static io.journey360.analytics.running.Events.collected;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.moment;
import static io.journey360.analytics.running.Events.published;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.journey360.analytics.generation.Generations;
import io.journey360.analytics.running.OwnDocuments;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.ConsentGranted;
import io.journey360.events.ErasureId;
import io.journey360.events.IdentityKey;
import io.journey360.events.ProfileErased;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Sealed;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.log.JourneyLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing sealed of anybody erased lies in documents, however they came about; of others it stays. */
class ErasedDocumentsTest {

    private static final IdentityKey ANNA = identity(1);
    private static final IdentityKey BEN = identity(2);

    @TempDir
    Path folder;

    private final OwnDocuments documents = new OwnDocuments();
    private final MongoDatabase database = documents.database();

    @AfterEach
    void close() {
        documents.close();
    }

    private RunningAnalytics start() {
        return new RunningAnalytics(folder, documents.setting());
    }

    private static void tell(RunningAnalytics analytics) {
        for (var who : List.of(ANNA, BEN)) {
            var mark = who.equals(ANNA) ? "anna" : "ben";
            analytics.append(List.of(
                    collected(new Reviewed(
                            moment("review-" + mark, who, null, day(1)),
                            "nps",
                            9,
                            new Scale(0, 10),
                            sealed("text", mark))),
                    collected(new Booked(moment("booking-" + mark, who, null, day(0)), null, sealed("contact", mark))),
                    published(
                            "traits-" + mark,
                            new TraitsChanged(
                                    who,
                                    "change-" + mark,
                                    "shop",
                                    Map.of("name", sealed("trait", mark)),
                                    List.of(),
                                    null,
                                    null,
                                    day(1))),
                    published(
                            "consent-" + mark,
                            new ConsentGranted(
                                    who, "marketing", "said", "1", "shop", sealed("evidence", mark), day(1)))));
        }
    }

    private static Sealed sealed(String what, String who) {
        return new Sealed("v1.%s%s".formatted(what, who));
    }

    private static void erase(RunningAnalytics analytics) {
        analytics.append(List.of(
                published("erasure-1", new ProfileErased(new ErasureId("erasure-1"), List.of(ANNA), 0, day(2)))));
    }

    /** What is sealed of somebody anywhere in the documents. */
    private List<String> sealedOf(String who) {
        var found = new ArrayList<String>();
        for (var collection : database.listCollectionNames()) {
            for (var document : database.getCollection(collection).find()) {
                var text = document.toJson();
                for (var what : List.of("text", "contact", "trait", "evidence")) {
                    if (text.contains(sealed(what, who).value())) {
                        found.add(collection + " " + what);
                    }
                }
            }
        }
        return found;
    }

    private Map<String, List<Document>> copied(Predicate<String> collections) {
        var copy = new HashMap<String, List<Document>>();
        for (var name : database.listCollectionNames()) {
            if (collections.test(name)) {
                copy.put(name, database.getCollection(name).find().into(new ArrayList<>()));
            }
        }
        return copy;
    }

    private void restore(Map<String, List<Document>> copy) {
        copy.forEach((name, all) -> {
            database.getCollection(name).drop();
            if (!all.isEmpty()) {
                database.getCollection(name).insertMany(all);
            }
        });
    }

    @Test
    void contactsAndEvidenceNeverLieThere() {
        try (var analytics = start()) {
            tell(analytics);

            assertThat(sealedOf("anna")).containsExactlyInAnyOrder("facts@1 text", "traits@1 trait");
        }
    }

    @Test
    void whatIsErasedIsTakenOutAndStaysOutOfARebuild() {
        try (var analytics = start()) {
            tell(analytics);
            erase(analytics);
            await(() -> sealedOf("anna").isEmpty());
            assertThat(sealedOf("ben")).hasSize(2);

            new Calls(analytics)
                    .sent("/api/v1/analytics/rebuild", "")
                    .expectStatus()
                    .isAccepted();
            await(() -> analytics.bean(Generations.class).active() == 2);

            assertThat(sealedOf("anna")).isEmpty();
            assertThat(sealedOf("ben")).hasSize(4);
            assertThat(database.getCollection("facts@2").countDocuments()).isEqualTo(4);
        }
    }

    @Test
    void aStartFromNothingButTheLogBringsNothingBack() {
        try (var analytics = start()) {
            tell(analytics);
            erase(analytics);
        }
        database.drop();
        try (var analytics = start()) {
            analytics.awaitViews();

            await(() -> sealedOf("anna").isEmpty());
            assertThat(sealedOf("ben")).hasSize(2);
        }
    }

    @Test
    void documentsFromBeforeThatAreRestoredWithTheirTokensBringNothingBack() {
        restoredBringNothingBack(name -> true);
    }

    @Test
    void documentsFromBeforeThatAreRestoredUnderLaterTokensBringNothingBack() {
        restoredBringNothingBack(name -> name.startsWith("facts@") || name.startsWith("traits@"));
    }

    private void restoredBringNothingBack(Predicate<String> collections) {
        Map<String, List<Document>> copy;
        try (var analytics = start()) {
            tell(analytics);
        }
        copy = copied(collections);
        try (var analytics = start()) {
            analytics.awaitViews();
            erase(analytics);
            await(() -> sealedOf("anna").isEmpty());
            var log = analytics.bean(JourneyLog.class); // once it says so there, it is due to nobody any more
            await(() -> !log.existing(List.of("erasure-1-analytics-service")).isEmpty());
        }
        restore(copy);
        assertThat(sealedOf("anna")).hasSize(2);

        try (var analytics = start()) {
            analytics.awaitViews();

            await(() -> sealedOf("anna").isEmpty());
            assertThat(sealedOf("ben")).hasSize(2);
            assertThat(new Calls(analytics).status("/api/v1/customers/" + ANNA + "/journey"))
                    .isEqualTo(404);
        }
    }
}
