package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An e-mail address is as welcome a customer as a number, and neither is to be found anywhere again. Values that occur nowhere else go
 * in by every door, well and badly told; then everything that was written down is looked through.
 */
@ExtendWith(OutputCaptureExtension.class)
class MarkedValuesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of every value that may not stay; of no name, id or text that may. */
    private static final String MARK = "zq7mark";

    private static final String MAIL = "anna.%s@example.com".formatted(MARK);
    private static final String NUMBER = "7955" + MARK + "0101";
    private static final String PHONE = "+41 79 555 73 31";
    private static final String DEVICE = "device-" + MARK;

    private final List<Api.Answer> answers = new ArrayList<>();
    private Api api;

    @Test
    void valuesGoInByEveryDoorAndAreFoundNowhere(CapturedOutput output, @TempDir Path folder) throws Exception {
        try (var suite =
                Suite.start("--journey.port=0", "--journey.demo=false", "--journey.data=" + folder.resolve("data"))) {
            suite.shared(DemoProgress.class).end();
            api = new Api(suite.uri());
            api.awaitCaughtUp(LIMIT);

            events();
            segment();
            imports();
            profiles();
            bookings();
            reviews();
            api.awaitCaughtUp(LIMIT);
            readers();

            var key = api.post("/api/v1/customers/lookup", Map.of("customer", MAIL))
                    .json()
                    .path("identity")
                    .asString();
            assertThat(key).startsWith("id-");
            var everything = new LinkedHashMap<String, String>();
            for (var answer : answers) {
                assertThat(answer.status()).as(answer.body()).isLessThan(500);
                everything.put(
                        "answer " + everything.size() + " to "
                                + answer.response().request(),
                        answer.response().headers().map() + withoutTraits(answer));
            }
            everything.put("log lines", output.getAll());
            everything.put("metrics", metrics());
            everything.put("scrape", api.get("/actuator/prometheus").body());
            documents(suite.shared(MongoClient.class), everything);
            files(folder, everything);

            assertThat(everything.entrySet().stream()
                            .filter(e -> e.getKey().startsWith("document"))
                            .toList())
                    .anyMatch(e -> e.getValue().contains(key));
            assertThat(everything.entrySet().stream()
                            .filter(e -> e.getKey().startsWith("file"))
                            .toList())
                    .anyMatch(e -> e.getValue().contains(key));
            assertThat(everything.entrySet().stream()
                            .filter(e -> isMarked(e.getValue()))
                            .map(e -> e.getKey() + ": " + around(e.getValue()))
                            .toList())
                    .isEmpty();
        }
    }

    /** A profile shows its opened traits to those who may see them; nowhere else may they stand. */
    private static String withoutTraits(Api.Answer answer) {
        if (answer.json() instanceof ObjectNode profile && profile.has("person") && profile.has("traits")) {
            return profile.deepCopy().without("traits").toString();
        }
        return answer.body();
    }

    private static boolean isMarked(String text) {
        return text.contains(MARK)
                || text.contains(PHONE)
                || text.contains(PHONE.replace(" ", ""))
                || text.contains(PHONE.substring(4));
    }

    private static String around(String text) {
        int at = Math.max(text.indexOf(MARK), text.indexOf(PHONE.substring(4)));
        return text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 60));
    }

    private void told(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        answers.add(answer);
    }

    private void events() {
        told(
                api.event(
                        "discovered",
                        "shop",
                        "e-1",
                        "2026-05-01T10:00:00Z",
                        Map.of(
                                "customer",
                                MAIL,
                                "anonymous",
                                DEVICE,
                                "attributes",
                                Map.of("email", MAIL, "note", PHONE))),
                202);
        told(api.event("served", "shop", "e-2", "2026-05-01T10:00:00Z", Map.of("customer", NUMBER)), 202);
        told(
                api.event("booked", "shop", "e-3", "2026-05-01T10:00:00Z", Map.of("customer", "c", "touchpoint", MAIL)),
                400);
        told(api.event("booked", "shop", "e-4", "2026-05-01T10:00:00Z", Map.of("customer", "c", "mail", MARK)), 400);
        told(api.event("booked", "shop", "e-5", "soon " + MARK, Map.of("customer", Map.of(MARK, MAIL))), 400);
        var bad = Api.cloudEvent(
                "booked", "shop", "e-6", "2026-05-01T10:00:00Z", Map.of("customer", MAIL, "action", MARK));
        var broken = "{\"id\": \"e-7\", \"data\": {\"customer\": " + MARK + "}}";
        var good = Api.cloudEvent("called", "shop", "e-8", "2026-05-01T10:00:00Z", Map.of("customer", MAIL));
        told(
                api.send(
                        "/api/v1/events",
                        "application/cloudevents-batch+json",
                        "[" + good + "," + bad + "," + broken + "]"),
                202);
        told(api.send("/api/v1/events", "application/x-ndjson", good + "\n" + bad + "\n" + broken + "\n" + MARK), 202);
        told(api.send("/api/v1/events", "application/cloudevents+json", broken), 400);
        told(api.send("/api/v1/events", "text/" + MARK, broken), 415);
    }

    private void segment() {
        var track = """
                {"messageId": "s-1", "userId": "%s", "anonymousId": "%s", "event": "Order Completed", "type": "track",
                 "properties": {"email": "%1$s", "to": "%1$s", "phones": ["%3$s"], "call": "%3$s", "url": "https://x.example/?m=%1$s"},
                 "context": {"ip": "%4$s", "userAgent": "%4$s", "traits": {"email": "%1$s"},
                             "page": {"search": "?%1$s", "referrer": "https://x.example/a?m=%1$s"}}, "writeKey": "%4$s"}
                """.formatted(MAIL, DEVICE, PHONE, MARK);
        told(api.send("/api/v1/segment/v1/track", "application/json", track), 200);
        told(
                api.send("/api/v1/segment/v1/identify", "application/json", """
                        {"messageId": "s-2", "userId": "%s", "anonymousId": "%s", "traits": {"name": "%3$s", "phone": "%4$s"}}
                        """.formatted(
                                NUMBER, DEVICE + 2, MARK, PHONE)),
                200);
        told(api.send("/api/v1/segment/v1/alias", "application/json", """
                        {"messageId": "s-3", "userId": "%s", "previousId": "%s"}""".formatted(NUMBER, MAIL)), 200);
        told(api.send("/api/v1/segment/v1/page", "application/json", """
                        {"messageId": "s-4", "userId": "%s", "name": "%s"}""".formatted(NUMBER, MAIL)), 200);
        told(api.send("/api/v1/segment/v1/group", "application/json", """
                        {"messageId": "s-5", "userId": "%s", "groupId": "%s", "traits": {"name": "%s", "phone": "%s"}}""".formatted(NUMBER, MAIL, MARK, PHONE)), 200);
        told(api.send("/api/v1/segment/v1/batch", "application/json", """
                        {"batch": [%s, {"type": "%s"}, "%2$s", {"type": "track", "userId": ["%2$s"], "timestamp": "%2$s"}]}""".formatted(track, MARK)), 200);
        told(api.send("/api/v1/segment/v1/batch", "application/json", "{\"batch\": [" + MARK), 400);
        told(api.send("/api/v1/segment/v1/track", "application/json", MARK), 400);
    }

    private void imports() throws Exception {
        var mapping = JSON.readTree("""
                {"format": "csv", "source": "crm", "key": ["no"],
                 "events": [{"type": "journey.served", "time": "{at}", "data": {"customer": "{who}", "touchpoint": "{where}"}}]}""");
        told(api.put("/api/v1/import-mappings/marked", mapping), 201);
        var rows = "no,who,at,where\n1," + MAIL + ",2026-05-01T10:00:00Z,desk\n2," + NUMBER + ",soon,desk\n3," + NUMBER
                + ",2026-05-01T10:00:00Z," + MAIL + "\n";
        imported(api.send("/api/v1/imports?mapping=marked&file=rows.csv", "text/csv", rows));
        var good = Api.cloudEvent("called", "crm", "i-1", "2026-05-01T10:00:00Z", Map.of("customer", MAIL));
        imported(api.send(
                "/api/v1/imports?file=events.ndjson",
                "application/x-ndjson",
                good + "\n{\"" + MARK + "\n" + good.replace("i-1", "i-2").replace("customer", MARK) + "\n"));
    }

    private void imported(Api.Answer upload) {
        told(upload, 202);
        var status = api.get(upload.header("Location"));
        for (int i = 0; i < 200 && status.json().path("finishedAt").isMissingNode(); i++) {
            Api.pause();
            status = api.get(upload.header("Location"));
        }
        told(status, 200);
        // Its rejects are shown as they were sent, to those who sent them: that answer is the one place they may stand
        // in.
        assertThat(api.get(upload.header("Location") + "/rejects").body()).contains(MARK);
    }

    private void profiles() {
        var opened = again(
                "/api/v1/profiles",
                Map.of(
                        "identities",
                                List.of(Map.of("customer", MAIL), Map.of("anonymous", DEVICE + 3, "source", "shop")),
                        "traits", Map.of("name", MARK, "phone", PHONE)));
        answers.add(opened);
        var person = api.post("/api/v1/customers/lookup", Map.of("customer", MAIL));
        told(person, 200);
        var path = "/api/v1/profiles/" + person.json().path("person").asString();
        answers.add(again(path + "/identities", Map.of("anonymous", DEVICE + 4, "source", "shop")));
        answers.add(again(path + "/identities", Map.of("customer", "second-" + MARK)));
        answers.add(api.post(path + "/merges", Map.of("with", MAIL)));
        answers.add(api.put(path + "/consents/marketing", Map.of("granted", true, "evidence", "said by " + MAIL)));
        answers.add(api.exchange(
                "PATCH",
                path + "/traits",
                JSON.writeValueAsString(Map.of("email", MAIL, "name", MARK)),
                "Content-Type",
                "application/json"));
        answers.add(api.post("/api/v1/customers/lookup", Map.of("customer", "nobody-" + MARK)));
        answers.add(api.post("/api/v1/customers/lookup", Map.of("customer", MAIL + "\u0000")));
        answers.add(api.post("/api/v1/customers/lookup", Map.of("email", MAIL)));
        answers.add(api.post("/api/v1/customers/lookup", Map.of("phone", PHONE)));
        answers.add(api.post("/api/v1/customers/lookup", Map.of("mail", MAIL, "customer", List.of(MARK))));
    }

    private void bookings() {
        answers.add(api.put("/api/v1/services/advice", Map.of("name", "Advice", "duration", "PT30M")));
        var booking = new LinkedHashMap<String, Object>();
        booking.put("customer", MAIL);
        booking.put("service", "advice");
        booking.put("channel", "web");
        told(again("/api/v1/bookings", booking), 201);
        booking.put("contact", Map.of("email", MAIL, "phone", PHONE, "name", MARK));
        answers.add(again("/api/v1/bookings", booking));
        booking.put("who", MAIL);
        told(again("/api/v1/bookings", booking), 400);
        for (var path :
                List.of("/api/v1/bookings", "/api/v1/profiles", "/api/v1/reviews", "/api/v1/customers/lookup")) {
            told(api.send(path, "application/json", "{\"customer\": " + MARK + "}"), 400);
            told(api.send(path, "application/json", "{\"customer\": {\"is\": \"" + MARK + "\"}}"), 400);
            told(api.send(path, "application/json", "\"" + MARK + "\""), 400);
        }
        answers.add(api.post("/api/v1/check-ins", Map.of("token", MARK)));
    }

    private void reviews() {
        var review = new LinkedHashMap<String, Object>(Map.of("customer", MAIL, "survey", "nps", "score", 9));
        told(again("/api/v1/reviews", review), 201);
        review.put("text", "call me " + PHONE + " " + MARK);
        answers.add(again("/api/v1/reviews", review));
        review.put("touchpoint", MAIL);
        told(again("/api/v1/reviews", review), 400);
    }

    /** Twice under one key, as a client does that saw no answer. */
    private Api.Answer again(String path, Object body) {
        var key = "again-" + answers.size() + "-" + path.hashCode();
        String[] headers = {"Content-Type", "application/json", "Idempotency-Key", key};
        answers.add(api.exchange("POST", path, JSON.writeValueAsString(body), headers));
        return api.exchange("POST", path, JSON.writeValueAsString(body), headers);
    }

    /** What anybody sees who reads; the opened texts of the person itself are for those who may see them, and not here. */
    private void readers() {
        answers.add(api.get("/api/v1/customers?limit=100"));
        answers.add(api.get("/api/v1/touchpoints?state=undeclared"));
        answers.add(api.get("/api/v1/dead-letters/touchpoint"));
        answers.add(api.get("/api/v1/analytics/funnel"));
        answers.add(api.post("/api/v1/analytics/paths", Map.of("node", "action", "maxEdges", 100)));
    }

    private static String metrics() {
        var text = new StringBuilder();
        for (var registry : Metrics.globalRegistry.getRegistries()) {
            registry.getMeters().forEach(meter -> text.append(meter.getId()).append('\n'));
        }
        assertThat(text).contains("journey.collector.events").contains("journey.segment.messages");
        return text.toString();
    }

    private static void documents(MongoClient client, Map<String, String> everything) {
        for (var database : client.listDatabaseNames()) {
            for (var collection : client.getDatabase(database).listCollectionNames()) {
                client.getDatabase(database)
                        .getCollection(collection)
                        .find()
                        .forEach(document -> everything.put(
                                "document " + database + "." + collection + " " + everything.size(),
                                document.toJson()));
            }
        }
    }

    /** Byte for byte, as Latin-1: the log with what it wrote ahead and left free, keys, uploads. */
    private static void files(Path folder, Map<String, String> everything) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                everything.put("file " + file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }
}
