package io.journey360.analytics.explain;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.retraction;
import static io.journey360.analytics.running.Events.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplanationApiTest {

    private static final String PATHS = "/api/v1/analytics/paths";
    private static final int PEOPLE = 60;

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;

    @BeforeAll
    static void letPeopleGoTheirWays() {
        analytics = new RunningAnalytics(folder);
        var random = new Random(5);
        var events = new ArrayList<JourneyEvent>();
        for (int person = 1; person <= PEOPLE; person++) {
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                events.add(event("e" + person + "-" + i, person, random));
            }
            if (random.nextInt(3) == 0) { // a device whose visits turn out to be this person's
                events.add(event("d" + person, 1000 + person, random));
                events.add(new Interacted(
                        Events.moment("l" + person, identity(person), identity(1000 + person), Events.day(40)),
                        "login"));
            }
        }
        analytics.append(Events.collected(events));
        analytics.append(List.of(retraction("r1", "e1-0"), retraction("r2", "e7-0")));
    }

    private static JourneyEvent event(String id, long person, Random random) {
        double day = random.nextInt(12) / 4.0;
        return switch (random.nextInt(4)) {
            case 0 -> discovered(id, identity(person), day);
            case 1 -> interacted(id, identity(person), day);
            case 2 -> booked(id, identity(person), day, null);
            default -> served(id, identity(person), day);
        };
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void everyFigureOfPathsFollowsFromTheEventsListed() {
        var answer = post("""
                {"node": "event", "gap": "PT30H", "maxEdges": 5, "maxVariants": 4}""");

        for (int i = 0; i < answer.get("nodes").size(); i++) {
            var node = answer.get("nodes").get(i);
            var key = node.get("key").asString();
            for (var figure : List.of("visits", "in", "out", "starts", "ends")) {
                var items = explained(answer, "/nodes/" + i + "/" + figure);
                assertThat(items).hasSize(node.get(figure).asInt());
                assertThat(items)
                        .allSatisfy(item -> assertThat((figure.equals("out")
                                                ? item.events().getFirst()
                                                : item.events().getLast())
                                        .event())
                                .isEqualTo(key));
            }
            assertThat(Explanations.people(explained(answer, "/nodes/" + i + "/people")))
                    .isEqualTo(node.get("people").asLong());
        }
        for (int i = 0; i < answer.get("edges").size(); i++) {
            var edge = answer.get("edges").get(i);
            var items = explained(answer, "/edges/" + i + "/meanSeconds");
            assertThat(items).hasSize(edge.get("count").asInt());
            assertThat(Explanations.people(items)).isEqualTo(edge.get("people").asLong());
            assertThat(items).allSatisfy(item -> {
                assertThat(item.events())
                        .extracting(Explanations.Event::event)
                        .containsExactly(
                                edge.get("from").asString(), edge.get("to").asString());
                assertThat(item.value()).isEqualTo(item.seconds());
            });
            assertThat(items.stream()
                            .mapToDouble(Explanations.Item::seconds)
                            .average()
                            .orElseThrow())
                    .isEqualTo(edge.get("meanSeconds").asDouble(), org.assertj.core.api.Assertions.within(1e-6));
        }
        for (int i = 0; i < answer.get("variants").size(); i++) {
            var variant = answer.get("variants").get(i);
            var path = variant.get("path").valueStream().map(JsonNode::asString).toList();
            var items = explained(answer, "/variants/" + i + "/count");
            assertThat(items).hasSize(variant.get("count").asInt());
            assertThat(items)
                    .allSatisfy(item -> assertThat(item.events())
                            .extracting(Explanations.Event::event)
                            .isEqualTo(path));
        }
        assertThat(explained(answer, "/variantCount").stream()
                        .map(item -> item.events().stream()
                                .map(Explanations.Event::event)
                                .toList())
                        .distinct())
                .hasSize(answer.get("variantCount").asInt());
        assertThat(explained(answer, "/other/edgeCount"))
                .hasSize(answer.at("/other/edgeCount").asInt());
        assertThat(explained(answer, "/other/variantPaths"))
                .hasSize(answer.at("/other/variantPaths").asInt());
    }

    @Test
    void whatIsLearntLaterChangesNoExplanation() {
        var answer = post("""
                {"node": "action"}""");
        var before = explained(answer, "/nodes/0/visits");
        analytics.append(interacted("late-" + answer.at("/asOf/position").asLong(), identity(3), 1));

        assertThat(explained(answer, "/nodes/0/visits")).isEqualTo(before);
        assertThat(explained(post("""
                {"node": "action"}"""), "/nodes/0/visits")).hasSize(before.size() + 1);
    }

    @Test
    void whatIsNoFigureIsRefused() {
        var link = post("""
                {"node": "event"}""").get("explain").asString();

        for (var figure : List.of("/edges/9999/count", "/nodes/0/key", "/explain", "edges", "/", "/nodes/-1/visits")) {
            http().get()
                    .uri(uri -> uri.path(link).queryParam("figure", "{figure}").build(figure))
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/figure");
        }
        http().get()
                .uri(link + "?figure=/variantCount&limit=0")
                .exchange()
                .expectStatus()
                .isBadRequest();
        http().get()
                .uri(link + "?figure=/variantCount&cursor=abc")
                .exchange()
                .expectStatus()
                .isBadRequest();
        http().get()
                .uri("/api/v1/analytics/explanations/explanation-none")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private static List<Explanations.Item> explained(JsonNode answer, String pointer) {
        return Explanations.of(http(), answer, pointer);
    }

    private static WebTestClient http() {
        return analytics.http();
    }

    private static JsonNode post(String body) {
        return JsonMapper.shared()
                .readTree(http().post()
                        .uri(PATHS)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }
}
