package io.journey360.touchpoint.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.JourneyEvent;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.touchpoint.LiveService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue of touchpoints and the reviews, over HTTP. */
class CatalogueApiTest {

    private static final String KIOSK =
            "{\"name\": \"Kiosk\", \"channel\": \"branch\", \"stage\": \"arrival\", \"phase\": \"before\", \"owner\": \"Desk team\", \"target\": {\"waitSeconds\": 60}, \"momentOfTruth\": true}";

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
    void aDeclaredTouchpointIsListedUntilItRetires() throws Exception {
        var created = put("kiosk", KIOSK);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).hasValue("/api/v1/touchpoints/kiosk");
        assertThat(put("kiosk", KIOSK).statusCode()).isEqualTo(200);

        var read = get("/kiosk", created);
        assertThat(json(read).get("phase").asString()).isEqualTo("before");
        assertThat(json(read).get("target").get("waitSeconds").asDouble()).isEqualTo(60);
        assertThat(read.headers().firstValue("ETag"))
                .isEqualTo(created.headers().firstValue("ETag"));
        assertThat(ids(get("", created))).contains("kiosk");

        assertThat(put("kiosk", KIOSK.replace("true", "false"), "\"0\"").statusCode())
                .isEqualTo(200);
        assertThat(put("kiosk", KIOSK, "\"0\"").statusCode()).isEqualTo(412);

        var retired = send(request("/kiosk").DELETE());
        assertThat(retired.statusCode()).isEqualTo(204);
        assertThat(ids(get("", retired))).doesNotContain("kiosk");
        assertThat(ids(get("?state=retired", retired))).contains("kiosk");
        assertThat(send(request("/kiosk").DELETE()).statusCode()).isEqualTo(404);
    }

    @Test
    void namesThatEventsUseAreUndeclaredUntilTheyAreDeclared() throws Exception {
        send(HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/events"))
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(BodyPublishers.ofString(
                        "[" + event("1", "advert") + "," + event("2", "web-shop") + "," + event("3", "advert") + "]")));
        var declared = put("web-shop", KIOSK);

        assertThat(ids(get("?state=undeclared", declared))).containsExactly("advert");
        var first = json(get("?state=undeclared&limit=1", declared));
        assertThat(first.has("next")).isFalse();
    }

    @Test
    void pagesFollowEachOther() throws Exception {
        HttpResponse<String> last = null;
        for (var name : List.of("page-a", "page-b", "page-c")) {
            last = put(name, KIOSK);
        }
        var all = ids(get("", last));
        var page = json(get("?limit=2", last));
        assertThat(page.get("items")).hasSize(2);
        var rest = json(get("?limit=1000&cursor=" + page.get("next").asString(), last));

        assertThat(rest.get("items").valueStream().map(item -> item.get("id").asString()))
                .containsExactlyElementsOf(all.subList(2, all.size()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/name       | {}",
                "/name       | {\"name\": \" \"}",
                "/phase      | {\"name\": \"a\", \"phase\": \"sometimes\"}",
                "/colour     | {\"name\": \"a\", \"colour\": \"red\"}",
                "/target/waitSeconds | {\"name\": \"a\", \"target\": {\"waitSeconds\": \"short\"}}",
            })
    void aBadDeclarationIsRefusedWithItsPointer(String pointer, String body) throws Exception {
        var answer = put("bad", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("errors").get(0).get("pointer").asString()).isEqualTo(pointer);
    }

    @Test
    void whatIsNotDeclaredIsNotFound() throws Exception {
        assertThat(send(request("/nowhere").GET()).statusCode()).isEqualTo(404);
        assertThat(send(request("/nowhere").DELETE()).statusCode()).isEqualTo(404);
    }

    @Test
    void aReviewIsAnEventOfOurOwn() throws Exception {
        var answer = review(
                "{\"customer\": \"c-1\", \"survey\": \"ces\", \"score\": 6, \"touchpoint\": \"desk\", \"booking\": \"b-1\"}",
                "key-1");
        var again = review(
                "{\"customer\": \"c-1\", \"survey\": \"ces\", \"score\": 6, \"touchpoint\": \"desk\", \"booking\": \"b-1\"}",
                "key-1");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(again)).isEqualTo(json(answer));
        var id = json(answer).get("id").asString();
        var messages = service.bean(EventStore.class).readEvents(id).asStream().toList();
        assertThat(messages).hasSize(1);
        var reviewed = (Reviewed) messages.getFirst().getPayload();
        assertThat(reviewed.scale()).isEqualTo(new Scale(1, 7));
        assertThat(reviewed.score()).isEqualTo(6);
        assertThat(reviewed.moment().source()).isEqualTo("touchpoint-service");
        assertThat(((JourneyEvent) reviewed).moment().id()).isNull();
        assertThat(reviewed.moment().identity().value())
                .isEqualTo(json(answer).get("identity").asString());
        assertThat(ids(get("?state=undeclared", answer))).contains("desk");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/customer | {\"survey\": \"nps\", \"score\": 6}",
                "/customer | {\"customer\": \"null\", \"survey\": \"nps\", \"score\": 6}",
                "/survey   | {\"customer\": \"c\", \"survey\": \"mood\", \"score\": 6}",
                "/score    | {\"customer\": \"c\", \"survey\": \"nps\"}",
                "/score    | {\"customer\": \"c\", \"survey\": \"nps\", \"score\": 11}",
                "/score    | {\"customer\": \"c\", \"survey\": \"stars\", \"score\": 0}",
                "/score    | {\"customer\": \"c\", \"survey\": \"stars\", \"score\": \"5\"}",
                "/booking  | {\"customer\": \"c\", \"survey\": \"stars\", \"score\": 5, \"booking\": \"a@b.example\"}",
                "/text     | {\"customer\": \"c\", \"survey\": \"stars\", \"score\": 5, \"text\": \" \"}",
                "/mood     | {\"customer\": \"c\", \"survey\": \"stars\", \"score\": 5, \"mood\": \"good\"}",
            })
    void aBadReviewIsRefusedWithItsPointer(String pointer, String body) throws Exception {
        var answer = review(body, null);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("errors").get(0).get("pointer").asString()).isEqualTo(pointer);
        assertThat(json(answer).get("type").asString()).isEqualTo("urn:journey360:problem:invalid-request");
    }

    private static String event(String id, String touchpoint) {
        return "{\"specversion\": \"1.0\", \"id\": \"" + id
                + "\", \"source\": \"names\", \"type\": \"journey.discovered\", \"data\": {\"customer\": \"c\", \"touchpoint\": \""
                + touchpoint + "\"}}";
    }

    private static HttpResponse<String> review(String body, String idempotencyKey) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/reviews"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return send(request);
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
        return HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/touchpoints" + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
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
