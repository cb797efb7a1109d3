package io.journey360.touchpoint.surveys;

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

/** Surveys, and the reviews that name them, over HTTP. */
class SurveysApiTest {

    private static final String EFFORT = """
            {"question": "How hard was it?", "kind": "ces", "scale": {"min": 1, "max": 5}, "direction": "lower-better",
             "method": "mail"}""";

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
    void aSurveyIsReadAsItWasDefined() throws Exception {
        var created = put("effort", EFFORT);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).hasValue("/api/v1/surveys/effort");
        assertThat(json(created)).isEqualTo(JSON.readTree("""
                {"id": "effort", "version": 1, "question": "How hard was it?", "kind": "ces",
                 "scale": {"min": 1.0, "max": 5.0}, "direction": "lower-better", "method": "mail"}"""));
        var read = get("/effort", created);
        assertThat(json(read)).isEqualTo(json(created));
        assertThat(tag(read)).isEqualTo(tag(created));
        assertThat(json(get("", created))
                        .get("items")
                        .valueStream()
                        .map(item -> item.get("id").asString()))
                .contains("effort");

        var same = put("effort", EFFORT, tag(created));
        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(tag(same)).isEqualTo(tag(created));
        var changed = put("effort", EFFORT.replace("mail", "phone"), tag(created));
        assertThat(json(changed).get("version").asInt()).isEqualTo(2);
        assertThat(put("effort", EFFORT, tag(created)).statusCode()).isEqualTo(412);
        var otherKind = put("effort", "{\"question\": \"?\", \"kind\": \"stars\"}");
        assertThat(otherKind.statusCode()).isEqualTo(409);
        assertThat(json(otherKind).get("type").asString()).isEqualTo("urn:journey360:problem:kind-is-fixed");
    }

    @Test
    void whatIsLeftOutIsTheUsual() throws Exception {
        var created = json(put("loyalty", "{\"question\": \"Would you recommend us?\", \"kind\": \"nps\"}"));

        assertThat(created.at("/scale/max").asDouble()).isEqualTo(10);
        assertThat(created.get("direction").asString()).isEqualTo("higher-better");
        assertThat(created.has("method")).isFalse();
    }

    @Test
    void aReviewOfADefinedSurveyLiesOnItsScale() throws Exception {
        put("after-call", EFFORT);

        var answer = review("{\"customer\": \"c-1\", \"survey\": \"after-call\", \"score\": 5}");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(stored(json(answer).get("id").asString()).survey()).isEqualTo("after-call");
        assertThat(stored(json(answer).get("id").asString()).scale()).isEqualTo(new Scale(1, 5));

        var beyond = review("{\"customer\": \"c-1\", \"survey\": \"after-call\", \"score\": 6}");
        assertThat(beyond.statusCode()).isEqualTo(400);
        assertThat(json(beyond).at("/errors/0/pointer").asString()).isEqualTo("/score");
        assertThat(json(beyond).at("/errors/0/detail").asString()).contains("1 and 5");

        put("after-call", EFFORT.replace("\"max\": 5", "\"max\": 7"));
        assertThat(review("{\"customer\": \"c-1\", \"survey\": \"after-call\", \"score\": 6}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aKindThatIsDefinedHasTheDefinedScale() throws Exception {
        assertThat(review("{\"customer\": \"c-1\", \"survey\": \"stars\", \"score\": 5}")
                        .statusCode())
                .isEqualTo(201);
        put("stars", "{\"question\": \"?\", \"kind\": \"stars\", \"scale\": {\"min\": 0.5, \"max\": 3}}");

        var beyond = review("{\"customer\": \"c-1\", \"survey\": \"stars\", \"score\": 5}");
        assertThat(beyond.statusCode()).isEqualTo(400);
        assertThat(json(beyond).at("/errors/0/detail").asString()).contains("0.5 and 3");
    }

    @Test
    void theCollectorKnowsWhatIsDefined() throws Exception {
        put("on-site", EFFORT);

        assertThat(collect("r-1", "\"survey\": \"on-site\", \"score\": 4").statusCode())
                .isEqualTo(202);
        assertThat(collect("r-2", "\"survey\": \"on-site\", \"score\": 4, \"scale\": {\"min\": 1, \"max\": 5}")
                        .statusCode())
                .isEqualTo(202);
        var other = collect("r-3", "\"survey\": \"on-site\", \"score\": 4, \"scale\": {\"min\": 0, \"max\": 10}");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(json(other).at("/errors/0/pointer").asString()).isEqualTo("/data/scale");
        assertThat(collect("r-4", "\"survey\": \"undefined\", \"score\": 4, \"scale\": {\"min\": 1, \"max\": 5}")
                        .statusCode())
                .isEqualTo(400);
        var again = collect("r-1", "\"survey\": \"on-site\", \"score\": 4");
        assertThat(json(again).get("status").asString()).isEqualTo("duplicate");
        put("on-site", EFFORT.replace("\"max\": 5", "\"max\": 7"));
        var later = collect("r-1", "\"survey\": \"on-site\", \"score\": 4");
        assertThat(json(later).get("status").asString()).isEqualTo("duplicate");
        assertThat(json(later).path("differs").asBoolean()).isFalse();
    }

    @Test
    void definitionsAreKnownAfterARestart() throws Exception {
        put("before-the-restart", EFFORT);
        service.restart();

        var body = "{\"customer\": \"c-1\", \"survey\": \"before-the-restart\", \"score\": 5}";
        var answer = review(body);
        for (int attempt = 0; attempt < 100 && answer.statusCode() == 503; attempt++) {
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            Thread.sleep(100);
            answer = review(body);
        }
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bad | {} | /question",
                "bad | {'question': '?'} | /kind",
                "bad | {'question': ' ', 'kind': 'ces'} | /question",
                "bad | {'question': '?', 'kind': 'mood'} | /kind",
                "bad | {'question': '?', 'kind': 'ces', 'scale': {'min': 1}} | /scale/max",
                "bad | {'question': '?', 'kind': 'ces', 'scale': {'min': 5, 'max': 5}} | /scale/max",
                "bad | {'question': '?', 'kind': 'ces', 'scale': {'min': 1, 'max': 1e999}} | /scale/max",
                "bad | {'question': '?', 'kind': 'ces', 'scale': {'min': '1', 'max': 5}} | /scale/min",
                "bad | {'question': '?', 'kind': 'nps', 'scale': {'min': 1, 'max': 5}} | /scale",
                "bad | {'question': '?', 'kind': 'nps', 'direction': 'lower-better'} | /direction",
                "bad | {'question': '?', 'kind': 'ces', 'direction': 'down'} | /direction",
                "bad | {'question': '?', 'kind': 'ces', 'method': ''} | /method",
                "bad | {'question': '?', 'kind': 'ces', 'colour': 'red'} | /colour",
                "csat | {'question': '?', 'kind': 'ces'} | /kind",
            })
    void aBadSurveyIsRefusedWithItsPointer(String id, String body, String pointer) throws Exception {
        var answer = put(id, body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("errors"))
                .anySatisfy(error -> assertThat(error.get("pointer").asString()).isEqualTo(pointer));
    }

    @Test
    void whatIsNotDefinedIsNotFound() throws Exception {
        assertThat(send(request("/api/v1/surveys/nowhere").GET()).statusCode()).isEqualTo(404);
        assertThat(put("x".repeat(257), EFFORT).statusCode()).isEqualTo(404);
    }

    private static Reviewed stored(String id) {
        var messages = service.bean(EventStore.class).readEvents(id).asStream().toList();
        assertThat(messages).hasSize(1);
        return (Reviewed) (JourneyEvent) messages.getFirst().getPayload();
    }

    private static HttpResponse<String> collect(String id, String data) throws Exception {
        return send(request("/api/v1/events")
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString("{\"specversion\": \"1.0\", \"id\": \"" + id
                        + "\", \"source\": \"till\", \"type\": \"journey.reviewed\", \"data\": {\"customer\": \"c\", "
                        + data + "}}")));
    }

    private static HttpResponse<String> review(String body) throws Exception {
        return send(request("/api/v1/reviews")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> put(String id, String body, String... ifMatch) throws Exception {
        var request = request("/api/v1/surveys/" + id)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body));
        List.of(ifMatch).forEach(tag -> request.header("If-Match", tag));
        return send(request);
    }

    private static HttpResponse<String> get(String path, HttpResponse<String> after) throws Exception {
        return send(request("/api/v1/surveys" + path)
                .GET()
                .header(
                        "Journey-Position",
                        after.headers().firstValue("Journey-Position").orElseThrow()));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path));
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
}
