package io.journey360.touchpoint.surveys;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyId;
import io.journey360.events.SurveyKind;
import io.journey360.platform.documents.EmbeddedDocuments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurveysProjectionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    private static EmbeddedDocuments server;
    private static MongoClient client;

    @BeforeAll
    static void startServer() {
        server = new EmbeddedDocuments();
        client = MongoClients.create(server.connectionString());
    }

    @AfterAll
    static void stopServer() throws Exception {
        client.close();
        server.close();
    }

    /** A definition says all there is, so that not even the order of one survey's matters. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shuffledAndRepeatedDeliveryLeavesTheLastDefinitions(long seed) {
        var definitions = IntStream.range(0, 20).boxed().toList();
        var delivered = new ArrayList<>(definitions);
        delivered.addAll(definitions);
        Collections.shuffle(delivered, new Random(seed));

        var documents = documentsAfter("seed-" + seed, delivered);

        assertThat(documents.all())
                .containsExactlyInAnyOrderElementsOf(
                        documentsAfter("plain-" + seed, definitions).all())
                .hasSize(4)
                .allSatisfy(survey -> assertThat(survey.version()).isEqualTo(5));
        assertThat(documents.find("survey 1").orElseThrow().question()).isEqualTo("Question 5?");
    }

    private static SurveyDocuments documentsAfter(String name, List<Integer> definitions) {
        var documents = new SurveyDocuments(client.getDatabase(name));
        var projection = new SurveysProjection(documents);
        for (int from = 0; from < definitions.size(); from += 7) {
            var unitOfWork = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("batch"));
            for (int number : definitions.subList(from, Math.min(definitions.size(), from + 7))) {
                projection.on(defined("survey " + number % 4, 1 + number / 4), number / 4);
            }
            unitOfWork.commit();
        }
        return documents;
    }

    private static SurveyDefined defined(String name, long version) {
        return new SurveyDefined(
                SurveyId.named(name),
                version,
                "Question " + version + "?",
                SurveyKind.CES,
                new Scale(1, version + 1),
                ScoreDirection.LOWER_BETTER,
                version % 2 == 0 ? "mail" : null,
                NOW);
    }
}
