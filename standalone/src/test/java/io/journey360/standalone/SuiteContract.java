package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The whole path through the gateway. The same wherever the log lives. */
abstract class SuiteContract {

    static final String CLOUD_EVENT = "application/cloudevents+json";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Suite suite;
    private static Api api;

    /** Of this test alone: all run on one log. */
    private String source;

    static void start(String... settings) {
        var all = new ArrayList<>(List.of("--journey.port=0", "--journey.demo=false"));
        all.addAll(List.of(settings));
        suite = Suite.start(all.toArray(String[]::new));
        suite.shared(DemoProgress.class).end();
        api = new Api(suite.uri());
        api.awaitCaughtUp(LIMIT);
    }

    @AfterAll
    static void stop() {
        if (suite != null) {
            api.close();
            suite.close();
            suite = null;
        }
    }

    static Api api() {
        return api;
    }

    @BeforeEach
    void name() {
        source = "test-" + UUID.randomUUID();
    }

    private Api.Answer told(String type, String id, String time, Map<String, Object> data) {
        var answer = api.event(type, source, id, time, data);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer;
    }

    private String customer() {
        return "customer of " + source;
    }

    @Test
    void anEventShowsInTheJourneyTheFunnelTheLookupAndTheStream() throws Exception {
        try (var stream = new EventStream(suite.uri().resolve("/api/v1/stream?source=" + source))) {
            told("discovered", "1", "2026-05-01T10:00:00Z", Map.of("anonymous", "tablet", "channel", "search"));
            told(
                    "booked",
                    "2",
                    "2026-05-02T10:00:00Z",
                    Map.of("customer", customer(), "anonymous", "tablet", "booking", "b"));
            told(
                    "checked-in",
                    "3",
                    "2026-05-03T10:00:00Z",
                    Map.of("customer", customer(), "booking", "b", "method", "kiosk"));
            told("served", "4", "2026-05-03T11:00:00Z", Map.of("customer", customer(), "booking", "b"));
            var last = told(
                    "reviewed",
                    "5",
                    "2026-05-03T20:00:00Z",
                    Map.of("customer", customer(), "survey", "nps", "score", 9, "scale", Map.of("min", 0, "max", 10)));

            var known = api.postAfter(last, "/api/v1/customers/lookup", Map.of("customer", customer()));
            var device =
                    api.postAfter(last, "/api/v1/customers/lookup", Map.of("anonymous", "tablet", "source", source));
            assertThat(known.status()).as(known.body()).isEqualTo(200);
            assertThat(device.json().path("person")).isEqualTo(known.json().path("person"));
            assertThat(known.body() + device.body()).doesNotContain(customer()).doesNotContain("tablet");

            var journey = api.getAfter(last, journeyOf(known));
            assertThat(journey.status()).as(journey.body()).isEqualTo(200);
            assertThat(journey.json()
                            .path("timeline")
                            .valueStream()
                            .map(e -> e.path("event").asString()))
                    .containsExactly("discovered", "booked", "checked-in", "served", "reviewed");
            assertThat(journey.json().path("stage").asString()).isEqualTo("reviewed");
            assertThat(journey.json().path("identities")).hasSize(2);

            var funnel = api.post(
                    "/api/v1/analytics/funnel",
                    Map.of(
                            "steps",
                            Stream.of("discovered", "booked", "checked-in", "served", "reviewed")
                                    .map(step -> Map.of("event", step))
                                    .toList(),
                            "filter",
                            Map.of("source", source)));
            assertThat(counts(funnel)).containsExactly(1L, 1L, 1L, 1L, 1L);
            assertThat(stream.ids(5)).containsExactly("1", "2", "3", "4", "5");
        }
    }

    @Test
    void journeysAreComparedWithAMapOfTheirTimeAndReviewsLieOnTheirSurveysScale() {
        var map = "/api/v1/journey-maps/" + source;
        var first = api.put(map, journeyMap("served"));
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        var survey = api.put(
                "/api/v1/surveys/" + source,
                Map.of("question", "How hard was it?", "kind", "ces", "direction", "lower-better"));
        assertThat(survey.status()).as(survey.body()).isEqualTo(201);
        told("discovered", "1", "2026-05-01T10:00:00Z", Map.of("customer", customer()));
        told("served", "2", "2026-05-01T13:00:00Z", Map.of("customer", customer()));
        var review = told(
                "reviewed", "3", "2026-05-01T14:00:00Z", Map.of("customer", customer(), "survey", source, "score", 7));
        var beyond = api.event(
                "reviewed", source, "4", "2026-05-01T14:00:00Z", Map.of("customer", "c", "survey", source, "score", 8));
        assertThat(beyond.status()).as(beyond.body()).isEqualTo(400);

        var question = Map.of("map", source, "filter", Map.of("source", source));
        var conforming = api.postAfter(review, "/api/v1/analytics/conformance", question);
        assertThat(conforming.status()).as(conforming.body()).isEqualTo(200);
        assertThat(conforming.json().path("fitness").asDouble()).isEqualTo(1);
        assertThat(conforming.json().at("/transitions/0/late").asInt()).isEqualTo(1);

        var second = api.put(map, journeyMap("booked"));
        assertThat(second.json().path("version").asInt()).isEqualTo(2);
        var missing = api.postAfter(second, "/api/v1/analytics/conformance", question);
        assertThat(missing.json().at("/map/version").asInt()).isEqualTo(2);
        assertThat(missing.json().at("/stages/1/notReached/people").asInt()).isEqualTo(1);
        var then = new LinkedHashMap<String, Object>(question);
        then.put("asOf", conforming.json().at("/asOf/position").asLong());
        assertThat(api.post("/api/v1/analytics/conformance", then)
                        .json()
                        .at("/map/version")
                        .asInt())
                .isEqualTo(1);
    }

    private static Map<String, Object> journeyMap(String lastEvent) {
        return Map.of(
                "name",
                "There and done",
                "stages",
                List.of(
                        Map.of(
                                "key",
                                "discover",
                                "name",
                                "Discovers",
                                "entry",
                                List.of(Map.of("event", "discovered")),
                                "expectedToNext",
                                "PT2H"),
                        Map.of("key", "end", "name", "Ends", "entry", List.of(Map.of("event", lastEvent)))));
    }

    @Test
    void theSameEventAgainCountsOnceAndSaysWhetherItDiffers() {
        told("discovered", "once", "2026-05-01T10:00:00Z", Map.of("customer", customer()));
        var again = told("discovered", "once", "2026-05-01T10:00:00Z", Map.of("customer", customer()));
        var other = told("discovered", "once", "2026-05-01T11:00:00Z", Map.of("customer", customer()));

        assertThat(again.json().path("status").asString()).isEqualTo("duplicate");
        assertThat(again.json().path("differs").asBoolean()).isFalse();
        assertThat(other.json().path("differs").asBoolean()).isTrue();
        assertThat(timeline(other)).hasSize(1);
    }

    @Test
    void whatIsRetractedIsGoneFromTheJourney() {
        told("discovered", "wrong", "2026-05-01T10:00:00Z", Map.of("customer", customer()));
        told("booked", "right", "2026-05-02T10:00:00Z", Map.of("customer", customer()));
        var retracted = told("retracted", "r", "2026-05-02T11:00:00Z", Map.of("source", source, "id", "wrong"));

        assertThat(timeline(retracted)).extracting(e -> e.path("id").asString()).containsExactly("right");
    }

    @Test
    void aBatchOfAThousandWithOneBadItemAcceptsTheOthers() {
        var items = IntStream.range(0, 1_000)
                .mapToObj(i -> Api.cloudEvent(
                        "interacted",
                        source,
                        "e-" + i,
                        "2026-05-01T10:00:00Z",
                        i == 500 ? Map.of("customer", customer()) : Map.of("customer", customer(), "action", "looked")))
                .toList();

        var answer =
                api.send("/api/v1/events", "application/cloudevents-batch+json", "[" + String.join(",", items) + "]");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("accepted").asInt()).isEqualTo(999);
        assertThat(answer.json().path("rejected").asInt()).isOne();
        assertThat(answer.json().path("results").path(500).path("problem").toString())
                .contains("action");
    }

    @Test
    void halfALineOfNdjsonIsRejectedAndItsNeighboursAreNot() {
        var good = Api.cloudEvent("discovered", source, "a", "2026-05-01T10:00:00Z", Map.of("customer", customer()));
        var answer =
                api.send("/api/v1/events", "application/x-ndjson", good + "\n" + good.substring(0, good.length() / 2));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("accepted").asInt()).isOne();
        assertThat(answer.json().path("rejected").asInt()).isOne();
    }

    @Test
    void aBookingOfOurOwnIsAJourneyLikeAnyOther() {
        var slotStart = Instant.now().plus(Duration.ofHours(2));
        var booked = api.post(
                "/api/v1/bookings",
                Map.of(
                        "customer", customer(),
                        "service", "advice",
                        "location", "old-town",
                        "channel", "web",
                        "slot",
                                Map.of(
                                        "start",
                                        slotStart.toString(),
                                        "end",
                                        slotStart.plusSeconds(1_800).toString())));
        assertThat(booked.status()).as(booked.body()).isEqualTo(201);
        var booking = booked.header("Location");
        assertThat(api.put(booking + "/check-in", Map.of("method", "desk")).status())
                .isBetween(200, 204);
        var served = api.put(booking + "/served", Map.of("outcome", "resolved"));
        assertThat(served.status()).as(served.body()).isBetween(200, 204);

        assertThat(timeline(served))
                .extracting(e -> e.path("event").asString())
                .contains("booked", "checked-in", "served");
    }

    @Test
    void mergedCustomersAreOnePersonUntilTheyAreParted() {
        told("discovered", "1", "2026-05-01T10:00:00Z", Map.of("customer", customer()));
        told("served", "2", "2026-05-02T10:00:00Z", Map.of("customer", customer() + " married"));
        var first = profile(customer());
        var second = profile(customer() + " married");

        var merged = api.post(first + "/merges", Map.of("with", second.substring(second.lastIndexOf('/') + 1)));
        assertThat(merged.status()).as(merged.body()).isEqualTo(201);
        assertThat(timeline(merged)).extracting(e -> e.path("id").asString()).containsExactly("1", "2");

        var parted = api.exchange("DELETE", merged.header("Location"), null);
        assertThat(parted.status()).as(parted.body()).isBetween(200, 204);
        assertThat(timeline(parted)).extracting(e -> e.path("id").asString()).containsExactly("1");
    }

    @Test
    void whoBecomesAPersonIsToldWithTheEventThatMadeThemOne() throws InterruptedException {
        var persona = "/api/v1/personas/" + source;
        told("served", "1", "2026-05-01T10:00:00Z", Map.of("customer", customer()));
        var rule = Map.of("event", "served", "filter", Map.of("source", source), "count", Map.of("from", 2));
        var defined = api.put(persona, Map.of("name", "Came twice", "rule", rule));
        assertThat(defined.status()).as(defined.body()).isEqualTo(201);
        await(() -> api.get(persona).json().path("version").asInt(0) == 1);
        var known = api.post("/api/v1/customers/lookup", Map.of("customer", customer()));
        var person = known.json().path("person").asString();
        var before = ofPerson(person);
        assertThat(before.path("member").asBoolean(true)).isFalse();
        assertThat(before.at("/whyNot/found/count").asInt()).isEqualTo(1);

        told("served", "2", "2026-05-02T10:00:00Z", Map.of("anonymous", "kiosk"));
        told(
                "interacted",
                "3",
                "2026-05-02T11:00:00Z",
                Map.of("anonymous", "kiosk", "customer", customer(), "action", "login"));

        await(() -> ofPerson(person).path("member").asBoolean(false));
        var because = ofPerson(person).path("because");
        assertThat(because.path("source").asString()).isEqualTo(source);
        assertThat(because.path("id").asString())
                .as("the event that linked the two")
                .isEqualTo("3");
        assertThat(api.get(persona + "/people").json().at("/items/0/person").asString())
                .isEqualTo(person);

        await(() -> servedByPersona(source) == 1);
        var entered =
                api.get("/api/v1/analytics/status").json().path("indexPosition").asLong();
        var journey = api.get(journeyOf(known)).json();
        assertThat(journey.at("/persona/0/persona").asString()).isEqualTo(source);

        told("retracted", "4", "2026-05-03T10:00:00Z", Map.of("source", source, "id", "1"));
        await(() -> !ofPerson(person).path("member").asBoolean(true));
        assertThat(ofPerson(person).at("/history/1/because/id").asString()).isEqualTo("4");
        await(() -> servedByPersona(source) == 0);
        assertThat(servedBy(Map.of("persona", source), Map.of("asOf", entered))).isEqualTo(1);
        assertThat(api.exchange("DELETE", persona, null).status()).isEqualTo(204);
    }

    /** People of the persona who were served. */
    private long servedByPersona(String persona) {
        return servedBy(Map.of("persona", persona), Map.of());
    }

    private long servedBy(Map<String, Object> filter, Map<String, Object> more) {
        var question = new LinkedHashMap<String, Object>(more);
        question.put("steps", List.of(Map.of("event", "served"), Map.of("event", "interacted")));
        question.put("filter", filter);
        return counts(api.post("/api/v1/analytics/funnel", question)).getFirst();
    }

    private JsonNode ofPerson(String person) {
        return api.get("/api/v1/profiles/" + person + "/personas")
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("persona").asString().equals(source))
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (long deadline = System.nanoTime() + LIMIT.toNanos(); !condition.getAsBoolean(); ) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private String profile(String customer) {
        var opened = api.post("/api/v1/profiles", Map.of("identities", List.of(Map.of("customer", customer))));
        assertThat(opened.status()).as(opened.body()).isIn(200, 201);
        return opened.header("Location");
    }

    private List<JsonNode> timeline(Api.Answer write) {
        var known = api.postAfter(write, "/api/v1/customers/lookup", Map.of("customer", customer()));
        return api.getAfter(write, journeyOf(known))
                .json()
                .path("timeline")
                .valueStream()
                .toList();
    }

    private static String journeyOf(Api.Answer lookup) {
        return "/api/v1/customers/" + lookup.json().path("person").asString() + "/journey";
    }

    private static List<Long> counts(Api.Answer funnel) {
        assertThat(funnel.status()).as(funnel.body()).isEqualTo(200);
        return funnel.json()
                .path("steps")
                .valueStream()
                .map(step -> step.path("count").asLong())
                .toList();
    }

    static Stream<Arguments> badInput() {
        return Stream.of(
                bad("broken JSON", 400, CLOUD_EVENT, "{\"specversion\": \"1.0\", "),
                bad("a number for the time", 400, CLOUD_EVENT, event().replace("\"2026-05-01T10:00:00Z\"", "5")),
                bad("an unknown field", 400, CLOUD_EVENT, data("{\"customer\":\"c\",\"colour\":\"red\"}")),
                bad("nobody", 400, CLOUD_EVENT, data("{\"channel\":\"web\"}")),
                bad("a placeholder for nobody", 400, CLOUD_EVENT, data("{\"customer\":\"null\"}")),
                bad(
                        "a time in two days",
                        400,
                        CLOUD_EVENT,
                        event().replace(
                                        "2026-05-01T10:00:00Z",
                                        Instant.now().plus(Duration.ofDays(2)).toString())),
                bad(
                        "an absurd amount",
                        400,
                        CLOUD_EVENT,
                        data("{\"customer\":\"c\",\"value\":{\"amount\":1e999999999,\"currency\":\"EUR\"}}")),
                bad("an operator as a value", 400, CLOUD_EVENT, data("{\"customer\":{\"$ne\":1}}")),
                bad(
                        "an operator as an attribute",
                        400,
                        CLOUD_EVENT,
                        data("{\"customer\":\"c\",\"attributes\":{\"a\":{\"$ne\":1}}}")),
                bad(
                        "nesting 5,000 deep",
                        400,
                        CLOUD_EVENT,
                        data("{\"customer\":\"c\",\"attributes\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")),
                bad(
                        "a foreign event type",
                        400,
                        CLOUD_EVENT,
                        event().replace("journey.discovered", "other.discovered")),
                bad("one of our own sources", 400, CLOUD_EVENT, event().replace("\"table\"", "\"booking-service\"")),
                bad("free text where there is none", 400, CLOUD_EVENT, data("{\"customer\":\"c\",\"text\":\"x\"}")),
                bad(
                        "an event of 40 KiB",
                        413,
                        CLOUD_EVENT,
                        data("{\"customer\":\"c\",\"channel\":\"" + "x".repeat(40_000) + "\"}")),
                bad(
                        "a body of 2 MiB",
                        413,
                        "application/cloudevents-batch+json",
                        "[" + event() + "," + " ".repeat(2 << 20) + event() + "]"),
                bad("another media type", 415, "text/plain", event()),
                bad("a batch that is no list", 400, "application/cloudevents-batch+json", "{\"a\":1}"));
    }

    private static Arguments bad(String what, int status, String type, String body) {
        return Arguments.of(what, status, type, body);
    }

    private static String event() {
        return data("{\"customer\":\"c\"}");
    }

    private static String data(String data) {
        return """
                {"specversion":"1.0","id":"e","source":"table","type":"journey.discovered","time":"2026-05-01T10:00:00Z","data":%s}""".formatted(data);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badInput(String what, int status, String type, String body) {
        var answer = api.send("/api/v1/events", type, body);

        assertProblem(answer, status);
        told("discovered", "afterwards", "2026-05-01T10:00:00Z", Map.of("customer", customer()));
    }

    private static void assertProblem(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asString()).startsWith("urn:journey360:problem:");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() throws IOException {
        var bytes = event().getBytes(StandardCharsets.ISO_8859_1);
        bytes[event().indexOf("\"c\"") + 1] = (byte) 0xff;

        assertProblem(post(BodyPublishers.ofByteArray(bytes)), 400);
    }

    @Test
    void aBodyThatGrowsWhenInflatedIsRefused() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(data("{\"customer\":\"c\",\"channel\":\"" + "x".repeat(8 << 20) + "\"}")
                    .getBytes(StandardCharsets.UTF_8));
        }

        assertProblem(post(BodyPublishers.ofByteArray(zipped.toByteArray()), "Content-Encoding", "gzip"), 413);
    }

    private static Api.Answer post(BodyPublisher body, String... headers) throws IOException {
        var all = new ArrayList<>(List.of("Content-Type", CLOUD_EVENT));
        all.addAll(List.of(headers));
        return api.exchangeOrFail("POST", "/api/v1/events", body, all.toArray(String[]::new));
    }

    @Test
    void aCsvWithoutTheMappedColumnsFailsAsAWholeAndSaysWhichAreMissing() {
        var answer = api.send(
                "/api/v1/imports?mapping=hotel-bookings&file=short.csv", "text/csv", "hotel,country\nResort,PRT\n");

        if (answer.status() == 202) {
            var ended = awaitImport(answer);
            assertThat(ended.path("state").asString()).isEqualTo("failed");
            assertThat(ended.path("accepted").asInt()).isZero();
            assertThat(ended.toString()).contains("lead_time");
        } else {
            assertProblem(answer, 400);
            assertThat(answer.body()).contains("lead_time");
        }
    }

    @Test
    void anXesWithAnExternalEntityReadsNoFile() {
        var answer = api.send("/api/v1/imports?mapping=xes&file=entity.xes", "application/xml", """
                <?xml version="1.0"?>
                <!DOCTYPE log [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
                <log><trace><string key="concept:name" value="&secret;"/>
                <event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-05-01T10:00:00Z"/></event>
                </trace></log>
                """);

        var ended = answer.status() == 202 ? awaitImport(answer) : answer.json();
        assertThat(ended.path("accepted").asInt(0)).isZero();
        assertThat(ended.toString()).doesNotContain("root:");
    }

    static JsonNode awaitImport(Api.Answer begun) {
        var deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (System.nanoTime() < deadline) {
            var progress = api.get(begun.header("Location")).json();
            if (!List.of("queued", "pending", "running", "stored")
                    .contains(progress.path("state").asString())) {
                return progress;
            }
            Api.pause();
        }
        throw new AssertionError("The import does not end");
    }

    @Test
    void foreignHostsAndOriginsAreRefused() throws IOException {
        assertThat(statusOf("Host: evil.example", "")).isEqualTo(403);
        assertThat(statusOf("Host: localhost:" + suite.uri().getPort(), "Origin: https://evil.example\r\n"))
                .isEqualTo(403);
        assertThat(statusOf("Host: localhost:" + suite.uri().getPort(), "")).isEqualTo(200);
    }

    /** By hand, because HTTP clients do not let their users forge a Host. */
    private static int statusOf(String host, String others) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), suite.uri().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /api/v1/analytics/status HTTP/1.1\r\n" + host + "\r\n" + others
                                    + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(line.substring(9));
        }
    }

    @Test
    void theSameEventsShuffledRepeatedAndLateGiveTheSameJourney() {
        var events = new ArrayList<String>();
        var mirrored = new ArrayList<String>();
        var types = List.of("discovered", "booked", "checked-in", "served");
        for (int i = 0; i < 40; i++) {
            var data = new LinkedHashMap<String, Object>();
            data.put("customer", customer());
            events.add(Api.cloudEvent(types.get(i % 4), source, "e-" + i, time(i), data));
            data.put("customer", customer() + " mirrored");
            mirrored.add(Api.cloudEvent(types.get(i % 4), source + "-m", "e-" + i, time(i), data));
        }
        api.send("/api/v1/events", "application/x-ndjson", String.join("\n", events));
        var random = new Random(3);
        Collections.shuffle(mirrored, random);
        mirrored.addAll(mirrored.subList(5, 25));
        Api.Answer last = null;
        for (var event : mirrored) {
            last = api.send("/api/v1/events", CLOUD_EVENT, event);
        }

        assertThat(shape(customer(), last)).hasSize(40).isEqualTo(shape(customer() + " mirrored", last));
    }

    private static String time(int i) {
        return Instant.parse("2026-04-01T00:00:00Z")
                .plus(Duration.ofHours(7L * i))
                .toString();
    }

    private List<String> shape(String customer, Api.Answer after) {
        var known = api.post("/api/v1/customers/lookup", Map.of("customer", customer));
        return api.getAfter(after, journeyOf(known))
                .json()
                .path("timeline")
                .valueStream()
                .map(e -> e.path("event").asString()
                        + e.path("occurredAt").asString()
                        + e.path("id").asString())
                .toList();
    }
}
