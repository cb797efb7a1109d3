package io.journey360.touchpoint.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.PublishedEvent;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.touchpoint.LiveService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventsApiTest {

    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String NDJSON = "application/x-ndjson";

    private static LiveService service;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String source = "shop-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        service = LiveService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aKeyBoundToSourcesSendsEventsOfThemAndOfNoOther() throws Exception {
        var foreign = HTTP.send(
                request(ONE, BodyPublishers.ofString(event("e-1", "c-1")))
                        .header("X-Journey-Sources", "kiosk,desk")
                        .build(),
                BodyHandlers.ofString());
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(json(foreign).get("type").asString()).isEqualTo("urn:journey360:problem:source-not-allowed");
        assertThat(json(foreign).at("/errors/0/pointer").asString()).isEqualTo("/source");

        var mixed = "[" + event("e-2", "c-1") + "," + event("e-3", "c-1").replace(source, "desk-" + source) + "]";
        var batch = json(HTTP.send(
                request(BATCH, BodyPublishers.ofString(mixed))
                        .header("X-Journey-Sources", "kiosk," + source)
                        .build(),
                BodyHandlers.ofString()));
        assertThat(batch.get("results"))
                .extracting(result -> result.get("status").asString())
                .containsExactly("accepted", "rejected");
        var lines = json(HTTP.send(
                request(NDJSON, BodyPublishers.ofString(event("e-4", "c-1")))
                        .header("X-Journey-Sources", "kiosk")
                        .build(),
                BodyHandlers.ofString()));
        assertThat(lines.get("rejected").asInt()).isEqualTo(1);
    }

    @Test
    void anEventIsInTheLogOnceItIsAcknowledged() throws Exception {
        var answer = post(ONE, event("e-1", "c-1"));

        assertThat(answer.statusCode()).isEqualTo(202);
        var result = json(answer);
        assertThat(result.get("status").asString()).isEqualTo("accepted");
        assertThat(result.get("id").asString()).isEqualTo("e-1");
        assertThat(result.get("identity").asString()).startsWith("id-");
        var message = inLog("e-1");
        assertThat(message.getType()).isEqualTo("Collected");
        assertThat(message.getSequenceNumber()).isZero();
        assertThat(message.getIdentifier()).isEqualTo(EventKeys.key(source, "e-1"));
    }

    @Test
    void aRepeatIsADuplicateAndAnotherContentIsSaid() throws Exception {
        post(ONE, event("e-1", "c-1"));

        assertThat(json(post(ONE, event("e-1", "c-1"))).get("status").asString())
                .isEqualTo("duplicate");
        var other = json(post(ONE, event("e-1", "c-2")));
        assertThat(other.get("status").asString()).isEqualTo("duplicate");
        assertThat(other.get("differs").asBoolean()).isTrue();
    }

    @Test
    void aBadEventIsAProblemWithPointers() throws Exception {
        var answer = post(
                ONE, event("e-1", "c-1").replace("\"customer\": \"c-1\"", "\"customer\": {\"$ne\": 1}, \"foo\": 1"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = json(answer);
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("type").asString()).isEqualTo("urn:journey360:problem:invalid-event");
        assertThat(problem.get("errors").valueStream().map(e -> e.get("pointer").asString()))
                .containsExactlyInAnyOrder("/data/customer", "/data/foo");
    }

    @Test
    void aBatchOfAThousandWithOneBadItemAcceptsTheOthers() throws Exception {
        var events = IntStream.range(0, 1_000)
                .mapToObj(i -> i == 500 ? event("e-500", "null") : event("e-" + i, "c-" + i))
                .toList();

        var answer = post(BATCH, batch(events));

        assertThat(answer.statusCode()).isEqualTo(202);
        var result = json(answer);
        assertThat(result.get("accepted").asInt()).isEqualTo(999);
        assertThat(result.get("rejected").asInt()).isEqualTo(1);
        assertThat(result.get("results")).hasSize(1_000);
        var bad = result.get("results").get(500);
        assertThat(bad.get("status").asString()).isEqualTo("rejected");
        assertThat(bad.get("id").asString()).isEqualTo("e-500");
        assertThat(bad.get("problem").get("errors").get(0).get("pointer").asString())
                .isEqualTo("/data/customer");
        assertThat(bad.get("problem").get("status").asInt()).isEqualTo(400);
    }

    @Test
    void unreadableItemsCostTheirNeighboursNothing() throws Exception {
        var items = List.of(
                event("e-1", "c"),
                "{\"id\": \"deep\", \"data\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                "17",
                "{\"id\": \"half\", \"data\": nonsense}",
                event("e-2", "c"),
                event("e-1", "c"),
                event("e-2", "d"));

        var result = json(post(BATCH, batch(items)));

        assertThat(result.get("results").valueStream().map(r -> r.get("status").asString()))
                .containsExactly("accepted", "rejected", "rejected", "rejected", "accepted", "duplicate", "duplicate");
        assertThat(result.get("results").get(6).get("differs").asBoolean()).isTrue();
        assertThat(result.get("results").get(3).get("id").asString()).isEqualTo("half");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[{}", "[{},]", "[,]", "[{}}]", "[{}] x", "[\"a]"})
    void aBrokenBatchIsRefusedWhole(String body) throws Exception {
        var answer = post(BATCH, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("type").asString()).isEqualTo("urn:journey360:problem:malformed-json");
    }

    @Test
    void anEmptyBatchIsNothingToDo() throws Exception {
        assertThat(post(BATCH, " [ ] ").statusCode()).isEqualTo(202);
        assertThat(post(NDJSON, "").statusCode()).isEqualTo(202);
    }

    @Test
    void aBatchWhoseItemsAreAllBadIsStillAccepted() throws Exception {
        var answer = post(BATCH, "[{}, {}]");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).get("rejected").asInt()).isEqualTo(2);
    }

    @Test
    void plainJsonIsOneEventOrABatch() throws Exception {
        assertThat(json(post("application/json", event("e-1", "c")))
                        .get("status")
                        .asString())
                .isEqualTo("accepted");
        assertThat(json(post("application/json", batch(List.of(event("e-1", "c")))))
                        .get("duplicates")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void otherMediaTypesAreRefused() throws Exception {
        assertThat(post("text/plain", event("e-1", "c")).statusCode()).isEqualTo(415);
    }

    @Test
    void aStreamTellsDuplicatesAndRejectsByLine() throws Exception {
        var lines = event("e-1", "c") + "\n\n" + event("e-1", "c") + "\r\n"
                + event("e-2", "c").replace("1.0", "2.0") + "\n" + "x".repeat(40_000) + "\n" + event("e-3", "c") + "\n"
                + event("e-4", "c").substring(0, 60);

        var answer = post(NDJSON, lines);

        assertThat(answer.statusCode()).isEqualTo(202);
        var result = json(answer);
        assertThat(result.get("accepted").asInt()).isEqualTo(2);
        assertThat(result.get("duplicates").asInt()).isEqualTo(1);
        assertThat(result.get("rejected").asInt()).isEqualTo(3);
        assertThat(result.get("results").valueStream().map(r -> r.get("line").asInt()))
                .containsExactly(3, 4, 5, 7);
        assertThat(result.get("results")
                        .valueStream()
                        .skip(1)
                        .map(r -> r.get("problem").get("status").asInt()))
                .containsExactly(400, 413, 400);
        assertThat(result.get("results").get(3).get("problem").get("type").asString())
                .isEqualTo("urn:journey360:problem:malformed-json");
        assertThat(result.has("truncated")).isFalse();
    }

    @Test
    void theLastLineNeedsNoNewline() throws Exception {
        assertThat(json(post(NDJSON, event("e-1", "c") + "\n" + event("e-2", "c")))
                        .get("accepted")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aStreamIsCutAtTenThousandResults() throws Exception {
        var result = json(post(NDJSON, "{}\n".repeat(10_003)));

        assertThat(result.get("rejected").asInt()).isEqualTo(10_003);
        assertThat(result.get("results")).hasSize(10_000);
        assertThat(result.get("truncated").asBoolean()).isTrue();
    }

    @Test
    void aLongStreamEntersTheLogInItsOrder() throws Exception {
        long before = log().head();
        int count = 5_500;
        var lines =
                IntStream.range(0, count).mapToObj(i -> event("e-" + i, "c")).collect(Collectors.joining("\n"));

        assertThat(json(post(NDJSON, lines)).get("accepted").asInt()).isEqualTo(count);

        var ids = new ArrayList<String>();
        try (var stream =
                log().source().openStream(service.bean(EventStore.class).createTokenAt(Instant.EPOCH))) {
            while (ids.size() < count) {
                var message = stream.nextAvailable();
                if (log().position(message.trackingToken()) > before) {
                    ids.add(idOf(message.getPayload()));
                }
            }
        }
        assertThat(ids)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "e-" + i).toList());
    }

    @Test
    void aStreamIsStoredWhileTheSenderStillThinks() throws Exception {
        var address = URI.create(service.url());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            var sender = socket.getOutputStream();
            sender.write("""
                    POST /api/v1/events HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/x-ndjson\r
                    Connection: close\r
                    Transfer-Encoding: chunked\r
                    \r
                    """.getBytes(StandardCharsets.US_ASCII));
            sender.write(httpChunk(event("e-1", "c") + "\n"));
            sender.flush();

            eventually(() -> isInLog("e-1"));

            sender.write(httpChunk(event("e-2", "c")));
            sender.write(httpChunk(""));
            sender.flush();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 202").contains("\"accepted\":2");
        }
    }

    private static byte[] httpChunk(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return (Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void deflatedBodiesAreReadAndCountedInflated() throws Exception {
        assertThat(json(postDeflated(ONE, event("e-1", "c"))).get("status").asString())
                .isEqualTo("accepted");
        assertThat(json(postDeflated(NDJSON, event("e-2", "c") + "\n" + event("e-3", "c")))
                        .get("accepted")
                        .asInt())
                .isEqualTo(2);
        var bomb = postDeflated(BATCH, "[" + " ".repeat(2 * 1024 * 1024) + "]");
        assertThat(bomb.statusCode()).isEqualTo(413);
        assertThat(json(bomb).get("type").asString()).isEqualTo("urn:journey360:problem:too-large");
    }

    @Test
    void whatIsNotGzipAlthoughItSaysSoIsAProblem() throws Exception {
        for (var type : List.of(ONE, NDJSON)) {
            var answer = HTTP.send(
                    request(type, BodyPublishers.ofString(event("e-1", "c")))
                            .header("Content-Encoding", "gzip")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer).get("type").asString()).isEqualTo("urn:journey360:problem:malformed-gzip");
        }
    }

    @Test
    void oversizedBodiesAreRefused() throws Exception {
        assertThat(post(ONE, event("e-1", "x".repeat(40_000))).statusCode()).isEqualTo(413);
        assertThat(post(BATCH, "[" + " ".repeat(1024 * 1024) + "]").statusCode())
                .isEqualTo(413);
        assertThat(post(BATCH, "[" + event("e-1", "x".repeat(40_000)) + "]").statusCode())
                .isEqualTo(202);
    }

    @Test
    void clientsThatSendTheSameIdsTogetherAreCountedOnce() throws Exception {
        var ids = IntStream.range(0, 400).mapToObj(i -> "e-" + i).toList();
        var clients = new ArrayList<Callable<Map<String, Integer>>>();
        for (int client = 0; client < 8; client++) {
            var random = new Random(client);
            clients.add(() -> {
                var mine = new ArrayList<>(ids);
                Collections.shuffle(mine, random);
                var counts = new HashMap<String, Integer>();
                for (int from = 0; from < mine.size(); from += 100) {
                    var some = mine.subList(from, from + 100).stream()
                            .map(id -> event(id, "c"))
                            .toList();
                    var result = json(
                            random.nextBoolean() ? post(BATCH, batch(some)) : post(NDJSON, String.join("\n", some)));
                    for (var name : List.of("accepted", "duplicates", "rejected")) {
                        counts.merge(name, result.get(name).asInt(), Integer::sum);
                    }
                }
                return counts;
            });
        }
        var counts = new HashMap<String, Integer>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var client : threads.invokeAll(clients)) {
                client.get().forEach((name, count) -> counts.merge(name, count, Integer::sum));
            }
        }

        assertThat(counts).isEqualTo(Map.of("accepted", 400, "duplicates", 2_800, "rejected", 0));
        ids.forEach(id -> assertThat(isInLog(id)).isTrue());
    }

    @Test
    void theDocumentationTellsEveryFormWithAnExample() throws Exception {
        var document = HTTP.send(
                HttpRequest.newBuilder(URI.create(service.url() + "/v3/api-docs"))
                        .build(),
                BodyHandlers.ofString());

        var post = json(document).get("paths").get("/api/v1/events").get("post");
        assertThat(post.get("requestBody").get("content").propertyNames())
                .containsExactlyInAnyOrder(ONE, BATCH, NDJSON);
        for (var form : List.of(ONE, BATCH, NDJSON)) {
            assertThat(post.get("requestBody").get("content").get(form).has("example"))
                    .isTrue();
        }
        assertThat(post.get("responses").propertyNames()).contains("202", "400", "413", "503");
    }

    @Test
    void garbageIsNeverOurFault() throws Exception {
        var random = new Random(360);
        var seeds = List.of(event("e-1", "c-1"), batch(List.of(event("e-2", "c"), event("e-3", "c"))));
        for (int round = 0; round < 600; round++) {
            var bytes = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(12); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            var type = List.of(ONE, BATCH, NDJSON, "application/json").get(random.nextInt(4));
            var answer = HTTP.send(
                    request(type, BodyPublishers.ofByteArray(bytes, 0, random.nextInt(bytes.length + 1)))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode())
                    .describedAs(() -> new String(bytes, StandardCharsets.ISO_8859_1))
                    .isIn(202, 400, 413);
        }
    }

    private static JourneyLog log() {
        return service.bean(JourneyLog.class);
    }

    private DomainEventMessage<?> inLog(String id) {
        return service.bean(EventStore.class)
                .readEvents("event-" + EventKeys.key(source, id))
                .next();
    }

    private boolean isInLog(String id) {
        return !log().existing(List.of("event-" + EventKeys.key(source, id))).isEmpty();
    }

    private static String idOf(Object payload) {
        return ((io.journey360.events.JourneyEvent) (PublishedEvent) payload)
                .moment()
                .id();
    }

    private String event(String id, String customer) {
        return "{\"specversion\": \"1.0\", \"id\": \"%s\", \"source\": \"%s\", \"type\": \"journey.discovered\", \"time\": \"2026-05-01T10:00:00Z\", \"data\": {\"customer\": \"%s\", \"channel\": \"web\"}}"
                .formatted(id, source, customer);
    }

    private static String batch(List<String> events) {
        return "[" + String.join(",", events) + "]";
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        return HTTP.send(request(type, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> postDeflated(String type, String body)
            throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return HTTP.send(
                request(type, BodyPublishers.ofByteArray(bytes.toByteArray()))
                        .header("Content-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String type, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/events"))
                .header("Content-Type", type)
                .POST(body);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; tries < 500 && !condition.getAsBoolean(); tries++) {
            Thread.sleep(Duration.ofMillis(20));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
