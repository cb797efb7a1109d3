package io.journey360.analytics.personas;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.generation.Generations;
import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.PersonaEvents;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.CustomersMerged;
import io.journey360.events.ErasureId;
import io.journey360.events.IdentityKey;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.ProfileErased;
import io.journey360.platform.documents.EmbeddedDocuments;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Four customers discovered the shop, the first two are gold; then more is told. */
class PersonasAsOfApiTest {

    private static final PersonaEvents GOLD = new PersonaEvents("gold");
    private static final PersonaEvents SILVER = new PersonaEvents("silver");

    @TempDir
    Path folder;

    private EmbeddedDocuments documents;
    private RunningAnalytics analytics;
    private PersonaQuestions questions;

    @BeforeEach
    void fourCustomersOfWhomTwoAreGold() {
        documents = new EmbeddedDocuments();
        start();
        for (int customer = 1; customer <= 4; customer++) {
            analytics.append(
                    discovered("d-" + customer, identity(customer), customer),
                    booked("b-" + customer, identity(customer), customer + 0.5, null));
        }
        questions.tell(
                GOLD.defined(1), GOLD.assigned(1, identity(1)), GOLD.assigned(1, identity(2)), GOLD.evaluated(1));
    }

    @AfterEach
    void stop() {
        analytics.close();
        documents.close();
    }

    private void start() {
        analytics =
                new RunningAnalytics(folder, Clock.systemUTC(), "journey.documents=" + documents.connectionString());
        questions = new PersonaQuestions(analytics);
    }

    @Test
    void membershipIsThatOfTheMomentAskedAbout() {
        long before = questions.head();
        questions.tell(GOLD.left(1, identity(1)));
        long without = questions.head();
        questions.tell(GOLD.assigned(1, identity(3)));

        assertThat(questions.count("\"gold\"", before)).isEqualTo(2);
        assertThat(questions.count("\"gold\"", without)).isEqualTo(1);
        assertThat(questions.count("\"gold\"", questions.head())).isEqualTo(2);
        assertThat(questions.count("\"gold\"", before)).isEqualTo(2);
    }

    @Test
    void anotherVersionAnswersFromItsEvaluationOn() {
        questions.tell(GOLD.defined(2), GOLD.assigned(2, identity(4)));
        long unfinished = questions.head();
        assertThat(questions.count("\"gold\"", unfinished)).isEqualTo(2);
        assertThat(questions.refusedAt("gold@2", unfinished)).isEqualTo("/filter/persona");

        questions.tell(GOLD.assigned(2, identity(3)), GOLD.assigned(2, identity(1)), GOLD.evaluated(2));

        assertThat(questions.count("\"gold\"", questions.head())).isEqualTo(3);
        assertThat(questions.count("\"gold@2\"", questions.head())).isEqualTo(3);
        assertThat(questions.count("\"gold@1\"", questions.head())).isEqualTo(2);
        assertThat(questions.count("\"gold\"", unfinished)).isEqualTo(2);
    }

    @Test
    void aVersionThatOnlyGetsAnotherNameGoesOnAnswering() {
        long before = questions.head();
        questions.tell(GOLD.named("The golden ones", 1));

        assertThat(questions.count("\"gold\"", questions.head())).isEqualTo(2);
        assertThat(questions.view(1, null).at("/0/name").asString()).isEqualTo("The golden ones");
        assertThat(questions.view(1, before).at("/0/name").asString()).isEqualTo("The gold 1");
    }

    @Test
    void nobodyIsARetiredPersonaUntilItIsEvaluatedAgain() {
        long before = questions.head();
        questions.tell(GOLD.retired());
        long retired = questions.head();
        questions.tell(GOLD.defined(2), GOLD.assigned(2, identity(3)), GOLD.evaluated(2));

        assertThat(questions.refusedAt("gold", retired)).isEqualTo("/filter/persona");
        assertThat(questions
                        .funnel("{\"exists\": true}", retired)
                        .at("/steps/0/count")
                        .asInt())
                .isZero();
        assertThat(questions.count("\"gold\"", before)).isEqualTo(2);
        assertThat(questions.count("\"gold\"", questions.head())).isEqualTo(1);
        assertThat(questions.refusedAt("gold@1", questions.head())).isEqualTo("/filter/persona");
    }

    @Test
    void aPersonIsWhatAnyOfTheirIdentitiesIs() {
        var merge = new MergeId("merge-1");
        var other = new MergeId("merge-2");
        analytics.append(List.of(
                published("merge-1", new CustomersMerged(merge, identity(1), identity(3), Events.START)),
                published("merge-2", new CustomersMerged(other, identity(3), identity(4), Events.START))));
        long merged = questions.head();
        analytics.append(List.of(published("undone", new MergeUndone(merge, identity(1), identity(3), Events.START))));

        assertThat(questions.people("\"gold\"", merged)).containsExactlyInAnyOrder(canonical(1, 3, 4), identity(2));
        assertThat(questions.people("{\"not\": \"gold\"}", merged)).isEmpty();
        assertThat(questions.people("\"gold\"", questions.head())).containsExactlyInAnyOrder(identity(1), identity(2));
        assertThat(questions.people("{\"not\": \"gold\"}", questions.head())).containsExactly(canonical(3, 4));
    }

    @Test
    void theViewOfAPersonTellsTheirPersonasAndWhy() {
        assertThat(questions.view(3, null)).isEmpty();
        long before = questions.head();
        questions.tell(SILVER.defined(1), SILVER.assigned(1, identity(1)), SILVER.evaluated(1));

        var persona = questions.view(1, null);
        assertThat(persona).hasSize(2);
        assertThat(persona.get(0).toString())
                .isEqualTo(questions.view(1, before).get(0).toString());
        assertThat(persona.at("/0/persona").asString()).isEqualTo("gold");
        assertThat(persona.at("/0/name").asString()).isEqualTo("The gold 1");
        assertThat(persona.at("/0/version").asInt()).isEqualTo(1);
        assertThat(persona.at("/0/since").asString()).isEqualTo(Events.START.toString());
        assertThat(persona.at("/0/because/source").asString()).isEqualTo("web-shop");
        assertThat(persona.at("/0/because/id").asString()).isEqualTo("e-1");
        assertThat(questions.view(1, before)).hasSize(1);
        assertThat(questions.view(1, 2L)).isEmpty();

        var tag = tag(1);
        questions.tell(SILVER.left(1, identity(1)));
        assertThat(questions.view(1, null)).hasSize(1);
        assertThat(tag(1)).isNotEqualTo(tag);
        questions.tell(GOLD.defined(2), GOLD.evaluated(2));
        assertThat(questions.view(1, null)).isEmpty();
    }

    @Test
    void anErasedPersonWasNeverAnyPersona() {
        long before = questions.head();
        erase(identity(1));

        assertThat(questions.people("\"gold\"", before)).containsExactly(identity(2));
        assertThat(questions.count("\"gold\"", questions.head())).isEqualTo(1);
        assertThat(questions.view(2, before)).hasSize(1);
        analytics.append(discovered("again", identity(1), 9));
        assertThat(questions.view(1, null)).isEmpty();
        assertThat(questions.count("\"gold\"", questions.head())).isEqualTo(1);
        questions.tell(GOLD.assigned(1, identity(1)));
        assertThat(questions.count("\"gold\"", questions.head())).isEqualTo(2);
        assertThat(questions.count("\"gold\"", before)).isEqualTo(1);
    }

    @Test
    void anotherStartAndARebuildKnowTheSame() throws InterruptedException {
        long first = questions.head();
        questions.tell(
                GOLD.left(1, identity(2)), SILVER.defined(1), SILVER.assigned(1, identity(3)), SILVER.evaluated(1));
        erase(identity(1));
        questions.tell(GOLD.assigned(1, identity(4)), GOLD.defined(2));
        long second = questions.head();
        questions.tell(GOLD.assigned(2, identity(1)), GOLD.evaluated(2));
        var told = told(first, second, questions.head());

        analytics.close();
        start();
        analytics.awaitViews();
        assertThat(told(first, second, questions.head())).isEqualTo(told);

        var index = analytics.bean(LiveView.class).index();
        analytics
                .http()
                .post()
                .uri("/api/v1/analytics/rebuild")
                .exchange()
                .expectStatus()
                .isAccepted();
        await(() -> analytics.bean(Generations.class).active() == 2
                && analytics.bean(LiveView.class).index() != index);
        assertThat(told(first, second, questions.head())).isEqualTo(told);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private String told(long... positions) {
        var told = new StringBuilder();
        for (long position : positions) {
            for (var condition : List.of("\"gold\"", "{\"exists\": true}", "{\"not\": \"gold@1\"}")) {
                told.append(answer(condition, position)).append('\n');
            }
            for (int customer = 2; customer <= 4; customer++) {
                told.append(questions.view(customer, position)).append('\n');
            }
        }
        return told.toString();
    }

    private String answer(String condition, long position) {
        var answer = analytics
                .http()
                .post()
                .uri("/api/v1/analytics/funnel")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(PersonaQuestions.body(condition, position))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return Objects.requireNonNull(answer).path("steps").toString() + answer.path("errors");
    }

    private void erase(IdentityKey identity) {
        analytics.append(List.of(published(
                "erasure-" + identity,
                new ProfileErased(new ErasureId("erasure-1"), List.of(identity), 0, Events.day(8)))));
    }

    private static IdentityKey canonical(long... customers) {
        return Arrays.stream(customers)
                .mapToObj(Events::identity)
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    private String tag(int customer) {
        return Objects.requireNonNull(analytics
                .http()
                .get()
                .uri("/api/v1/customers/" + identity(customer) + "/journey")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getETag());
    }
}
