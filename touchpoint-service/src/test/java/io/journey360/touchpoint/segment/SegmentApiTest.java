package io.journey360.touchpoint.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.Identified;
import io.journey360.events.Interacted;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.Opener;
import io.journey360.touchpoint.LiveService;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Bodies as Segment's libraries build them: see the publishers of analytics-next (browser, node) and analytics-java. */
class SegmentApiTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static LiveService service;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        service = LiveService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void takesWhatTheBrowsersLibrarySends() throws Exception {
        var answer = post("/t", "text/plain;charset=UTF-8", """
                {"timestamp": "2026-05-01T10:00:00.123Z", "integrations": {"Segment.io": {}}, "userId": null,
                 "anonymousId": "b4c3%1$s", "event": "Button Clicked", "type": "track",
                 "properties": {"button": "buy"},
                 "context": {"page": {"path": "/shop", "referrer": "", "search": "?utm_source=x", "title": "Shop",
                                      "url": "https://shop.example/shop?utm_source=x"},
                             "userAgent": "Mozilla/5.0", "locale": "en-US", "library": {"name": "analytics.js", "version": "next-1.70.0"},
                             "timezone": "Europe/Zurich", "campaign": {"source": "x"}},
                 "messageId": "ajs-next-%1$s", "writeKey": "wk", "sentAt": "2026-05-01T10:00:00.200Z", "_metadata": {"bundled": []}}
                """.formatted(id));

        assertSuccess(answer);
        var moment = ((Interacted) inLog("ajs-next-" + id)).moment();
        assertThat(moment.customer()).isNull();
        assertThat(moment.attributes()).containsOnlyKeys("button", "path", "locale", "campaign-source");
    }

    @Test
    void takesWhatTheNodeLibrarySends() throws Exception {
        assertSuccess(post("/batch", "application/json", """
                {"batch": [
                   {"messageId": "node-next-1-%1$s", "userId": "019mr8mf4r", "type": "identify", "traits": {}, "integrations": {},
                    "timestamp": "2026-05-01T10:00:00.000Z", "context": {"library": {"name": "@segment/analytics-node", "version": "2.1.0"}},
                    "_metadata": {"nodeVersion": "20.0.0", "jsRuntime": "node"}},
                   {"messageId": "node-next-2-%1$s", "userId": "019mr8mf4r", "type": "track", "event": "Song Played",
                    "properties": {"length": 180}, "integrations": {}, "timestamp": "2026-05-01T10:00:01.000Z",
                    "context": {"library": {"name": "@segment/analytics-node", "version": "2.1.0"}}}],
                 "sentAt": "2026-05-01T10:00:02.000Z"}
                """.formatted(id)));

        assertThat(inLog("node-next-1-" + id)).isInstanceOf(Identified.class);
        assertThat(((Interacted) inLog("node-next-2-" + id)).action()).isEqualTo("Song Played");
    }

    @Test
    void takesWhatTheJavaLibrarySends() throws Exception {
        assertSuccess(post("/import", "application/json; charset=UTF-8", """
                {"batch": [
                   {"type": "screen", "messageId": "%1$s", "sentAt": "2026-05-01T10:00:02.000Z", "timestamp": "2026-05-01T10:00:00.000Z",
                    "context": {"library": {"name": "analytics-java", "version": "3.5.2"}}, "userId": "u-1", "integrations": {},
                    "name": "Checkout", "properties": {}}],
                 "sentAt": "2026-05-01T10:00:02.000Z", "context": {"library": {"name": "analytics-java"}, "locale": "de-CH"},
                 "sequence": 0, "writeKey": "wk"}
                """.formatted(id)));

        var moment = ((Interacted) inLog(id)).moment();
        assertThat(moment.touchpoint()).isEqualTo("Checkout");
        assertThat(moment.attributes()).containsEntry("locale", "de-CH");
    }

    @Test
    void takesWhatPhonesSend() throws Exception {
        assertSuccess(post("/b", "application/json", """
                {"writeKey": "wk", "sentAt": "2026-05-01T10:00:02.000Z", "batch": [
                   {"type": "screen", "anonymousId": "a-%1$s", "messageId": "%1$s", "name": "Start", "category": "", "userId": "",
                    "timestamp": "2026-05-01T10:00:00.000Z",
                    "context": {"app": {"name": "Shop", "version": "1.2", "build": 3}, "device": {"id": "d", "type": "ios"},
                                "ip": "8.8.8.8", "instanceId": "i"}}]}
                """.formatted(id)));

        assertThat(((Interacted) inLog(id)).moment().attributes()).containsOnlyKeys("app", "app-version", "device");
    }

    @Test
    void aMessageSentAgainCountsOnce() throws Exception {
        double before = counted("duplicate", "none");
        var message = track("m-" + id, "u-1");

        assertSuccess(post("/track", "application/json", message));
        long head = service.bean(JourneyLog.class).head();
        assertSuccess(post("/track", "application/json", message));

        assertThat(service.bean(JourneyLog.class).head()).isEqualTo(head);
        assertThat(counted("duplicate", "none")).isEqualTo(before + 1);
    }

    @Test
    void oneBadMessageCostsItsNeighboursNothing() throws Exception {
        double before = counted("rejected", "invalid-message");
        var messages = List.of(
                typed("track", track("g-1-" + id, "u-1")),
                typed("track", track("b-1-" + id, "null")),
                typed("dance", track("b-2-" + id, "u-1")),
                "17",
                "{\"type\": \"track\", \"deep\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                typed("track", track("b-3-" + id, "u-1").replace("\"e\"", "\"" + "x".repeat(33_000) + "\"")),
                "{\"type\": \"track\", \"userId\": \"a\", \"userId\": \"b\", \"event\": \"e\"}",
                typed("track", track("g-2-" + id, "u-1")));

        var answer = JSON.readTree(post("/batch", "application/json", "{\"batch\": " + messages + "}")
                .body());

        assertThat(answer.get("success").asBoolean()).isTrue();
        var rejected = answer.get("rejected");
        assertThat(rejected.valueStream()
                        .map(r -> r.get("index").asInt() + " "
                                + r.get("problem").get("type").asString().replace("urn:journey360:problem:", "")))
                .containsExactly(
                        "1 invalid-message",
                        "2 invalid-message",
                        "3 malformed-json",
                        "4 malformed-json",
                        "5 too-large",
                        "6 malformed-json");
        assertThat(rejected.get(0).get("messageId").asString()).isEqualTo("b-1-" + id);
        assertThat(rejected.get(0)
                        .get("problem")
                        .get("errors")
                        .get(0)
                        .get("pointer")
                        .asString())
                .isEqualTo("/userId");
        assertThat(inLog("g-1-" + id)).isNotNull();
        assertThat(inLog("g-2-" + id)).isNotNull();
        assertThat(counted("rejected", "invalid-message")).isEqualTo(before + 2);
    }

    @Test
    void aRefusedMessageOfItsOwnIsAnsweredLikeASuccessWithItsReason() throws Exception {
        var answer = post("/track", "application/json", track(id, "anonymous"));

        assertThat(answer.statusCode()).isEqualTo(200);
        var body = JSON.readTree(answer.body());
        assertThat(body.get("success").asBoolean()).isTrue();
        assertThat(body.get("rejected")
                        .get(0)
                        .get("problem")
                        .get("errors")
                        .get(0)
                        .get("detail")
                        .asString())
                .contains("placeholder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "[]", "{\"batch\": 1}", "{}", "{\"batch\": []} x", "{\"batch\": [{}"})
    void aBodyThatCannotBeReadIsRefused(String body) throws Exception {
        assertThat(post("/batch", "application/json", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "[]", "{} x"})
    void aMessageThatCannotBeReadIsRefused(String body) throws Exception {
        assertThat(post("/track", "application/json", body).statusCode()).isEqualTo(400);
    }

    @Test
    void theLimitsAreSegments() throws Exception {
        var large = track(id, "u-1").replace("\"e\"", "\"e\", \"x\": \"" + "x".repeat(33_000) + "\"");
        var batch = "{\"batch\": ["
                + IntStream.range(0, 20)
                        .mapToObj(i -> "{\"x\": \"" + "x".repeat(30_000) + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";

        for (var answer :
                List.of(post("/track", "application/json", large), post("/batch", "application/json", batch))) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).get("type").asString()).endsWith("too-large");
        }
    }

    @Test
    void aBatchMayHoldMoreThanOneSubmission() throws Exception {
        var messages = IntStream.range(0, 2_500)
                .mapToObj(i -> typed("track", track(i + "-" + id, "u-" + i)))
                .toList();
        long head = service.bean(JourneyLog.class).head();

        assertSuccess(post("/batch", "application/json", "{\"batch\": " + messages + "}"));

        assertThat(service.bean(JourneyLog.class).head()).isGreaterThanOrEqualTo(head + 2_500);
    }

    @Test
    void aPageMayClaimNoMoreThanItMay() throws Exception {
        var answer = JSON.readTree(post(
                        "/batch",
                        "application/json",
                        "{\"batch\": [" + typed("track", track("m-1-" + id, "u-1")) + "]}",
                        "X-Journey-Caller",
                        "site",
                        "X-Journey-Roles",
                        "browser",
                        "X-Journey-Sources",
                        "site")
                .body());

        assertThat(answer.get("rejected").get(0).get("problem").get("type").asString())
                .endsWith("not-allowed");
    }

    @Test
    void theSourceIsTheKeys() throws Exception {
        assertThat(post(
                                "/track",
                                "application/json",
                                track(id, "u-1"),
                                "X-Journey-Caller",
                                "site",
                                "X-Journey-Roles",
                                "ingest")
                        .statusCode())
                .isEqualTo(200);
        assertThat(inLog("site", id)).isNotNull();

        assertThat(post(
                                "/track",
                                "application/json",
                                track(id, "u-1"),
                                "X-Journey-Caller",
                                "etl",
                                "X-Journey-Roles",
                                "ingest",
                                "X-Journey-Sources",
                                "a,b")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(
                                "/track",
                                "application/json",
                                track(id, "u-1"),
                                "X-Journey-Caller",
                                "profile-service",
                                "X-Journey-Roles",
                                "ingest")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void anonymousIdsAndCustomersHaveTheKeysOfTheCollector() throws Exception {
        post("/identify", "application/json", """
                {"messageId": "%1$s", "anonymousId": "a-1", "userId": "u-1"}""".formatted(id));

        var event = (Identified) inLog(id);
        assertThat(event.customer()).isEqualTo(service.bean(Pseudonyms.class).customer("u-1", "segment"));
        assertThat(event.anonymous()).isEqualTo(service.bean(Pseudonyms.class).anonymous("a-1", "segment"));
    }

    @Test
    void traitsAreInTheLogSealedAndOnce() throws Exception {
        var message = """
                {"messageId": "%1$s", "userId": "u-%1$s", "traits": {"email": "ann@example.com", "age": 40}}""".formatted(id);
        assertSuccess(post("/identify", "application/json", message));
        long head = service.bean(JourneyLog.class).head();
        assertSuccess(post("/identify", "application/json", message));

        assertThat(service.bean(JourneyLog.class).head()).isEqualTo(head);
        var changed = (TraitsChanged) inLog(id + "\u0000traits");
        assertThat(changed.identity()).isEqualTo(service.bean(Pseudonyms.class).customer("u-" + id, "segment"));
        assertThat(changed.source()).isEqualTo("segment");
        assertThat(changed.changed()).containsOnlyKeys("email", "age");
        assertThat(changed.email()).isNotNull();
        var opener = service.bean(Opener.class);
        assertThat(opener.open(
                        changed.identity(),
                        changed.change(),
                        "email",
                        changed.changed().get("email")))
                .hasValue("\"ann@example.com\"");
        assertThat(opener.open(
                        changed.identity(),
                        changed.change(),
                        "age",
                        changed.changed().get("age")))
                .hasValue("40");
    }

    private static String track(String messageId, String userId) {
        return "{\"messageId\": \"%s\", \"userId\": \"%s\", \"event\": \"e\"}".formatted(messageId, userId);
    }

    private static String typed(String type, String message) {
        return "{\"type\": \"" + type + "\", " + message.substring(1);
    }

    private static double counted(String result, String reason) {
        return service
                .bean(MeterRegistry.class)
                .find("journey.segment.messages")
                .tags("result", result, "reason", reason)
                .counters()
                .stream()
                .mapToDouble(each -> each.count())
                .sum();
    }

    private static Object inLog(String id) {
        return inLog("segment", id);
    }

    private static Object inLog(String source, String id) {
        return service.bean(EventStore.class)
                .readEvents("event-" + EventKeys.key(source, id))
                .next()
                .getPayload();
    }

    private static void assertSuccess(HttpResponse<String> answer) {
        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(answer.headers().firstValue("Journey-Position")).isPresent();
    }

    private static HttpResponse<String> post(String path, String type, String body, String... headers)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/segment/v1" + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
