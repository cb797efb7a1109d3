package io.journey360.touchpoint.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.touchpoint.LiveService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JourneyMapsApiTest {

    private static final String MAP = """
            {"name": "Advice", "stages": [
              {"key": "discover", "name": "Hears of us", "entry": [{"event": "discovered"}], "expectedToNext": "PT180H"},
              {"key": "inform", "name": "Reads up", "optional": true, "emotions": ["curious \\ud83d\\ude00"],
               "entry": [{"action": "read-guide"}, {"event": "interacted", "touchpoint": "website"}]},
              {"key": "served", "name": "Is advised", "entry": [{"event": "served"}], "painPoints": ["waits"]}]}""";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static LiveService service;

    @BeforeAll
    static void start() {
        service = LiveService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aMapIsReadAsItWasDrawn() throws Exception {
        var created = put("advice", MAP);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).hasValue("/api/v1/journey-maps/advice");
        var read = get("/advice", created);
        assertThat(json(read)).isEqualTo(json(created));
        assertThat(tag(read)).isEqualTo(tag(created));
        assertThat(json(read).get("version").asInt()).isEqualTo(1);
        assertThat(json(read).get("state").asString()).isEqualTo("current");
        assertThat(json(read).at("/stages/0/expectedToNext").asString()).isEqualTo("P7DT12H");
        assertThat(json(read).at("/stages/1/optional").asBoolean()).isTrue();
        assertThat(json(read).at("/stages/1/emotions/0").asString()).isEqualTo("curious \ud83d\ude00");
        assertThat(json(read).at("/stages/1/entry/1"))
                .isEqualTo(JSON.readTree("{\"event\": \"interacted\", \"touchpoint\": \"website\"}"));
        assertThat(json(read).at("/stages/2").has("expectedToNext")).isFalse();
    }

    @Test
    void eachChangeIsAVersionAndEarlierOnesStay() throws Exception {
        var first = put("visit", MAP);
        var same = put("visit", MAP.replace("PT180H", "P7DT12H"));
        var second = put("visit", MAP.replace("Reads up", "Looks around"));

        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(json(same)).isEqualTo(json(first));
        assertThat(tag(same)).isEqualTo(tag(first));
        assertThat(json(second).get("version").asInt()).isEqualTo(2);
        var earlier = get("/visit?version=1", second);
        assertThat(json(earlier).at("/stages/1/name").asString()).isEqualTo("Reads up");
        assertThat(json(earlier).get("state").asString()).isEqualTo("superseded");
        assertThat(tag(earlier)).isEqualTo(tag(first));
        assertThat(json(get("/visit?version=2", second))).isEqualTo(json(second));
        assertThat(get("/visit?version=3", second).statusCode()).isEqualTo(404);
        assertThat(get("/visit?version=first", second).statusCode()).isEqualTo(400);
    }

    @Test
    void whoeverReadAnEarlierVersionDoesNotOverwriteALaterOne() throws Exception {
        var first = put("tour", MAP);
        var second = put("tour", MAP.replace("Reads up", "Looks around"));

        var stale = put("tour", MAP.replace("Reads up", "Asks"), tag(first));
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(json(stale).get("type").asString()).isEqualTo("urn:journey360:problem:stale");
        assertThat(put("tour", MAP.replace("Reads up", "Asks"), tag(second)).statusCode())
                .isEqualTo(200);
        assertThat(send(request("/tour").header("If-Match", tag(second)).DELETE())
                        .statusCode())
                .isEqualTo(412);
        assertThat(put("nothing-yet", MAP, "\"0\"").statusCode()).isEqualTo(412);
    }

    @Test
    void aRetiredMapIsListedApartAndCanBeDrawnAgain() throws Exception {
        put("old", MAP);
        var retired = send(request("/old").DELETE());

        assertThat(retired.statusCode()).isEqualTo(204);
        assertThat(ids(get("", retired))).doesNotContain("old");
        assertThat(ids(get("?state=retired", retired))).contains("old");
        assertThat(json(get("/old", retired)).get("state").asString()).isEqualTo("retired");
        assertThat(send(request("/old").DELETE()).statusCode()).isEqualTo(404);
        var again = put("old", MAP);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(json(again).get("version").asInt()).isEqualTo(2);
        assertThat(ids(get("", again))).contains("old");
    }

    @Test
    void theSameKeyGivesTheFirstAnswerAgainAndUndoesNothing() throws Exception {
        var keyed = request("/keyed").header("Content-Type", "application/json").header("Idempotency-Key", "map-1");
        var first = send(keyed.copy().PUT(BodyPublishers.ofString(MAP)));
        var changed = put("keyed", MAP.replace("Reads up", "Looks around"));
        var again = send(keyed.copy().PUT(BodyPublishers.ofString(MAP)));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(tag(again)).isEqualTo(tag(first));
        assertThat(json(get("/keyed", changed)).get("version").asInt()).isEqualTo(2);
        assertThat(send(keyed.copy().PUT(BodyPublishers.ofString(MAP.replace("Advice", "Other"))))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void pagesFollowEachOther() throws Exception {
        HttpResponse<String> last = null;
        for (var name : List.of("page-a", "page-b", "page-c")) {
            last = put(name, MAP);
        }
        var all = ids(get("", last));
        var paged = new ArrayList<String>();
        var next = "?limit=2";
        while (next != null) {
            var page = json(get(next, last));
            page.get("items").forEach(item -> paged.add(item.get("id").asString()));
            next = page.has("next") ? "?limit=2&cursor=" + page.get("next").asString() : null;
        }

        assertThat(paged).containsExactlyElementsOf(all).contains("page-a", "page-b", "page-c");
        assertThat(json(get("?limit=1", last)).at("/items/0/stages/1").asString())
                .isEqualTo("inform");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /name",
                "{'name': ' ', 'stages': [S]} | /name",
                "{'name': 'a\\u0007', 'stages': [S]} | /name",
                "{'name': 'a\\ud800', 'stages': [S]} | /name",
                "{'name': 'a'} | /stages",
                "{'name': 'a', 'stages': []} | /stages",
                "{'name': 'a', 'stages': [null]} | /stages/0",
                "{'name': 'a', 'stages': [{}]} | /stages/0/key",
                "{'name': 'a', 'stages': [{}]} | /stages/0/entry",
                "{'name': 'a', 'stages': [S, S]} | /stages/1/key",
                "{'name': 'a', 'stages': [{'key': 'A b', 'name': 'a', 'entry': [{'event': 'served'}]}]} | /stages/0/key",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': []}]} | /stages/0/entry",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{}]}]} | /stages/0/entry/0",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [null]}]} | /stages/0/entry/0",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'bought'}]}]} | /stages/0/entry/0/event",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served', 'action': 'x'}]}]} | /stages/0/entry/0/action",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'touchpoint': ''}]}]} | /stages/0/entry/0/touchpoint",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'colour': 'red'}]}]} | /stages/0/entry/0/colour",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served'}], 'expectedToNext': 'P1D'}]} | /stages/0/expectedToNext",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served'}], 'expectedToNext': 'P1M'}, S]} | /stages/0/expectedToNext",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served'}], 'expectedToNext': '-P1D'}, S]} | /stages/0/expectedToNext",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served'}], 'expectedToNext': 'P99999D'}, S]} | /stages/0/expectedToNext",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served'}], 'expectedToNext': 7}, S]} | /stages/0/expectedToNext",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served'}], 'optional': 'yes'}, S]} | /stages/0/optional",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served'}], 'emotions': ['']}]} | /stages/0/emotions/0",
                "{'name': 'a', 'stages': [{'key': 'a', 'name': 'a', 'entry': [{'event': 'served'}], 'emotions': 'glad'}]} | /stages/0/emotions",
                "{'name': 'a', 'stages': {'a': 1}} | /stages",
            })
    void aBadMapIsRefusedWithItsPointer(String body, String pointer) throws Exception {
        var stage = "{'key': 's', 'name': 's', 'entry': [{'event': 'served'}]}";
        var answer = put("bad", body.replace("S", stage).replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("errors"))
                .anySatisfy(error -> assertThat(error.get("pointer").asString()).isEqualTo(pointer));
    }

    @Test
    void fiftyStagesAreTheMost() throws Exception {
        assertThat(put("long", "{\"name\": \"a\", \"stages\": [" + stages(50) + "]}")
                        .statusCode())
                .isEqualTo(201);
        var tooLong = put("longer", "{\"name\": \"a\", \"stages\": [" + stages(51) + "]}");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(json(tooLong).at("/errors/0/pointer").asString()).isEqualTo("/stages");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(send(request("/nowhere").GET()).statusCode()).isEqualTo(404);
        assertThat(send(request("/nowhere?version=1").GET()).statusCode()).isEqualTo(404);
        assertThat(send(request("/nowhere").DELETE()).statusCode()).isEqualTo(404);
        assertThat(put("x".repeat(257), MAP).statusCode()).isEqualTo(404);
        assertThat(send(request("?state=drafted").GET()).statusCode()).isEqualTo(400);
    }

    private static String stages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"key\": \"s-" + i + "\", \"name\": \"s\", \"entry\": [{\"event\": \"served\"}]}")
                .collect(Collectors.joining(","));
    }

    private static HttpResponse<String> put(String id, String body, String... ifMatch) throws Exception {
        var request =
                request("/" + id).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body));
        if (ifMatch.length > 0) {
            request.header("If-Match", ifMatch[0]);
        }
        return send(request);
    }

    /** Reads what the write before did. */
    private static HttpResponse<String> get(String path, HttpResponse<String> after) throws Exception {
        return send(request(path)
                .GET()
                .header(
                        "Journey-Position",
                        after.headers().firstValue("Journey-Position").orElseThrow()));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/journey-maps" + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static List<String> ids(HttpResponse<String> list) {
        return json(list)
                .get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }
}
