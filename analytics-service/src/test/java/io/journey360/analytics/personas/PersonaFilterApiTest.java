package io.journey360.analytics.personas;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.PersonaEvents;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.IdentityKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Four customers discovered the shop, the first two are gold, the third is silver. */
class PersonaFilterApiTest {

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;
    private static PersonaQuestions questions;

    @BeforeAll
    static void fourCustomersOfWhomTwoAreGoldAndOneIsSilver() {
        analytics = new RunningAnalytics(folder);
        questions = new PersonaQuestions(analytics);
        for (int customer = 1; customer <= 4; customer++) {
            analytics.append(
                    discovered("d-" + customer, identity(customer), customer),
                    booked("b-" + customer, identity(customer), customer + 0.5, null));
        }
        var gold = new PersonaEvents("gold");
        var silver = new PersonaEvents("silver");
        questions.tell(
                gold.defined(1), gold.assigned(1, identity(1)), gold.assigned(1, identity(2)), gold.evaluated(1));
        questions.tell(silver.defined(1), silver.assigned(1, identity(3)), silver.evaluated(1));
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"gold\" | 1 2",
                "\"gold@1\" | 1 2",
                "\"silver\" | 3",
                "[\"gold\", \"silver\"] | 1 2 3",
                "{\"not\": \"gold\"} | 3 4",
                "{\"not\": [\"gold\", \"silver\"]} | 4",
                "{\"exists\": true} | 1 2 3",
                "{\"exists\": false} | 4",
            })
    void selectsPeopleByTheirPersona(String condition, String customers) {
        var answer = questions.funnel(condition, questions.head());

        assertThat(answer.at("/steps/0/count").asString()).isEqualTo(String.valueOf(customers.split(" ").length));
        assertThat(Explanations.of(analytics.http(), answer, "/steps/0/count"))
                .extracting(Explanations.Item::person)
                .containsExactlyInAnyOrder(Stream.of(customers.split(" "))
                        .map(customer -> identity(Long.parseLong(customer)).value())
                        .toArray(String[]::new));
    }

    @Test
    void bothSelectionsOfPeopleHold() {
        var answer = questions.post(200, """
                {"steps": [{"event": "discovered"}], "filter": {"persona": "gold", "customer": ["%s", "%s"]}}""".formatted(identity(2), identity(3)));

        assertThat(answer.at("/steps/0/count").asInt()).isEqualTo(1);
    }

    @Test
    void oneThatIsStillBeingEvaluatedIsWaitedForAWhile() {
        var bronze = new PersonaEvents("bronze");
        var question = "{\"steps\": [{\"event\": \"discovered\"}], \"filter\": {\"persona\": \"bronze\"}}";
        questions.tell(bronze.defined(1), bronze.assigned(1, identity(4)));

        var tooEarly = questions.post(503, question);
        var evaluated = CompletableFuture.runAsync(
                () -> questions.tell(bronze.evaluated(1)),
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        var answer = questions.post(200, question);
        evaluated.join();

        assertThat(tooEarly.get("type").asString()).endsWith(":persona-not-evaluated");
        assertThat(tooEarly.at("/errors/0/pointer").asString()).isEqualTo("/filter/persona");
        assertThat(answer.at("/steps/0/count").asInt()).isEqualTo(1);
        questions.tell(bronze.retired());
    }

    @Test
    void exportsTakePersonasToo() throws InterruptedException {
        var body = """
                {"format": "csv", "events": {"filter": {"persona": {"not": "gold"}, "event": "booked"}, "asOf": %d}}""";
        var export = send("/api/v1/analytics/exports", body.formatted(questions.head()));
        var uri = "/api/v1/analytics/exports/" + export.get("id").asString();
        var deadline = Instant.now().plusSeconds(30);
        while (!questions.get(uri).get("state").asString().equals("done")) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
        var file = analytics
                .http()
                .get()
                .uri(uri + "/file")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(Objects.requireNonNull(file).lines().skip(1))
                .hasSize(2)
                .anyMatch(line -> line.contains(identity(3).value()))
                .anyMatch(line -> line.contains(identity(4).value()));
        var refusal = send("/api/v1/analytics/exports", body.formatted(1));
        assertThat(refusal.at("/errors/0/pointer").asString()).isEqualTo("/events/filter/persona/not");
    }

    private static JsonNode send(String uri, String body) {
        return Objects.requireNonNull(analytics
                .http()
                .post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    @Test
    void listsTakeAPersonaAsAParameter() {
        assertThat(questions
                        .get("/api/v1/analytics/funnel?persona=gold")
                        .at("/steps/0/count")
                        .asInt())
                .isEqualTo(2);
        assertThat(questions
                        .get("/api/v1/analytics/stages?persona=gold")
                        .at("/stages/1/people")
                        .asInt())
                .isEqualTo(2);
        assertThat(questions
                        .get("/api/v1/analytics/touchpoints?persona=gold")
                        .at("/touchpoints/0/volume/people")
                        .asInt())
                .isEqualTo(2);
        assertThat(listed("persona=gold")).containsExactlyInAnyOrder(identity(1), identity(2));
        assertThat(listed("persona=gold&limit=1")).hasSize(2);
        assertThat(listed("persona=gold&stage=served")).isEmpty();
        refused("/api/v1/customers?persona=golden", "/persona");
        refused("/api/v1/customers?persona=gold@7", "/persona");
        refused("/api/v1/customers?persona=", "/persona");
        refused("/api/v1/analytics/stages?persona=golden", "/persona");
        refused("/api/v1/stream?persona=golden", "/persona");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"golden\" | /filter/persona",
                "\"\" | /filter/persona",
                "\"@1\" | /filter/persona",
                "\"gold@\" | /filter/persona",
                "\"gold@0\" | /filter/persona",
                "\"gold@01\" | /filter/persona",
                "\"gold@2\" | /filter/persona",
                "\"gold@first\" | /filter/persona",
                "\"persona-gold\" | /filter/persona",
                "5 | /filter/persona",
                "[] | /filter/persona",
                "[\"gold\", 5] | /filter/persona/1",
                "[\"gold\", \"golden\"] | /filter/persona",
                "{\"not\": \"golden\"} | /filter/persona/not",
                "{\"from\": \"a\", \"to\": \"z\"} | /filter/persona",
                "{\"exists\": \"yes\"} | /filter/persona",
                "{\"like\": \"g%\"} | /filter/persona",
            })
    void aBadPersonaIsRefusedAtItsPlace(String condition, String pointer) {
        var problem = questions.post(400, PersonaQuestions.body(condition, questions.head()));

        assertThat(problem.get("type").asString()).isEqualTo("urn:journey360:problem:invalid-request");
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    }

    private void refused(String uri, String pointer) {
        var problem = analytics
                .http()
                .get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        assertThat(Objects.requireNonNull(problem).at("/errors/0/pointer").asString())
                .isEqualTo(pointer);
    }

    private List<IdentityKey> listed(String query) {
        var listed = Stream.<JsonNode>builder();
        var page = questions.get("/api/v1/customers?" + query);
        page.get("items").forEach(listed);
        while (page.hasNonNull("next")) {
            page = questions.get(
                    "/api/v1/customers?" + query + "&cursor=" + page.get("next").asString());
            page.get("items").forEach(listed);
        }
        return listed.build()
                .map(customer -> new IdentityKey(customer.get("person").asString()))
                .toList();
    }
}
