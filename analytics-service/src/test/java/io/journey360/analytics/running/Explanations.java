package io.journey360.analytics.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows the links of answers to what their figures are made of, page by page. */
public final class Explanations {

    private static final int PAGE = 7;

    private Explanations() {}

    /**
     * One contribution to a figure.
     *
     * @param people more than one where a booking's events are of several
     */
    public record Item(
            String person, List<String> people, @Nullable Double value, List<Event> events) {

        public double seconds() {
            return (events.getLast().occurredAt().toEpochMilli()
                            - events.getFirst().occurredAt().toEpochMilli())
                    / 1000.0;
        }
    }

    public record Event(String id, String source, String event, Instant occurredAt, String identity) {}

    /** All contributions; the totals that the first page states are those found on all of them. */
    public static List<Item> of(WebTestClient http, JsonNode answer, String pointer) {
        var items = new ArrayList<Item>();
        String cursor = null;
        JsonNode page;
        do {
            page = page(http, answer.get("explain").asString(), pointer, cursor);
            assertThat(page.get("value")).isEqualTo(answer.at(pointer));
            page.get("items").forEach(item -> items.add(item(item)));
            cursor = page.has("next") ? page.get("next").asString() : null;
        } while (cursor != null);
        assertThat(items).hasSize(page.get("contributions").asInt());
        assertThat(people(items)).isEqualTo(page.get("people").asLong());
        return items;
    }

    /** Whether the number is a figure to be explained. */
    public static boolean has(WebTestClient http, JsonNode answer, String pointer) {
        return http.get()
                .uri(uri -> uri.path(answer.get("explain").asString())
                        .queryParam("figure", "{figure}")
                        .queryParam("limit", 1)
                        .build(pointer))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .is2xxSuccessful();
    }

    public static long people(List<Item> items) {
        return items.stream().flatMap(item -> item.people().stream()).distinct().count();
    }

    private static JsonNode page(WebTestClient http, String link, String pointer, @Nullable String cursor) {
        var body = http.get()
                .uri(uri -> {
                    uri.path(link).queryParam("figure", "{figure}").queryParam("limit", PAGE);
                    return cursor == null
                            ? uri.build(pointer)
                            : uri.queryParam("cursor", "{cursor}").build(pointer, cursor);
                })
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(body);
    }

    private static Item item(JsonNode item) {
        var events = new ArrayList<Event>();
        item.get("events")
                .forEach(event -> events.add(new Event(
                        event.get("id").asString(),
                        event.get("source").asString(),
                        event.get("event").asString(),
                        Instant.parse(event.get("occurredAt").asString()),
                        event.get("identity").asString())));
        var person = item.get("person").asString();
        var people = item.has("people")
                ? item.get("people").valueStream().map(JsonNode::asString).toList()
                : List.of(person);
        return new Item(person, people, item.has("value") ? item.get("value").asDouble() : null, events);
    }
}
