package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.journey360.events.Booked;
import io.journey360.events.IdentityKey;
import io.journey360.events.Reviewed;
import io.journey360.events.Sealed;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.sealing.Opener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Eight people tell everything about themselves by every door; four of them are erased. Then whatever was written down is read byte
 * for byte, every sealed text in the log is tried with every key that is left, and the figures are asked again; after a start from
 * nothing but the log, once more.
 */
@ExtendWith(OutputCaptureExtension.class)
class ErasureTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PEOPLE = 8;
    /** Two reviews, a contact, a name and an e-mail address. */
    private static final long SEALED_OF_EACH = 5;

    /** Of every text that only its person's key may open. */
    private static final String MARK = "qz9mark";

    private Api api;

    private static String customer(int person) {
        return "person-%d-%s@example.org".formatted(person, MARK);
    }

    private static String secret(int person, String where) {
        return "%s-%s-of-%d".formatted(MARK, where, person);
    }

    private static boolean isErased(int person) {
        return person % 2 == 1;
    }

    /** A text sealed in the log, and where. */
    private record SealedText(IdentityKey identity, String eventKey, String field, Sealed text) {}

    @Test
    void halfOfThePeopleLeaveAndNothingOfTheirsIsFoundOrOpenedAgain(CapturedOutput output, @TempDir Path folder)
            throws Exception {
        String[] settings = {"--journey.port=0", "--journey.demo=false", "--journey.data=" + folder.resolve("data")};
        var keys = new HashMap<Integer, String>();
        JsonNode funnel;
        try (var suite = Suite.start(settings)) {
            open(suite);
            for (int person = 0; person < PEOPLE; person++) {
                tell(person);
            }
            imports();
            api.awaitCaughtUp(LIMIT);
            for (int person = 0; person < PEOPLE; person++) {
                keys.put(person, identity(person));
                assertThat(texts(keys.get(person))).contains(secret(person, "review"), secret(person, "event"));
            }
            assertThat(sealed(suite).stream().filter(text -> opens(suite, text)).count())
                    .isEqualTo(sealed(suite).size())
                    .isEqualTo(SEALED_OF_EACH * PEOPLE);
            funnel = figures();

            for (int person = 1; person < PEOPLE; person += 2) {
                erase(keys.get(person));
            }
            api.awaitCaughtUp(LIMIT);

            check(suite, keys, funnel);
            nothingIsMarked(suite, folder, output);
            lateNews(suite, keys);
        }
        try (var suite = Suite.start(settings)) {
            open(suite);
            checkKeys(suite, keys);
            nothingIsMarked(suite, folder, output);
        }
    }

    private void open(Suite suite) {
        suite.shared(DemoProgress.class).end();
        api = new Api(suite.uri());
        api.awaitCaughtUp(LIMIT);
    }

    private void tell(int person) {
        var who = customer(person);
        var day = "2026-05-0%dT10:00:00Z".formatted(person + 1);
        accepted(api.event(
                "discovered",
                "shop",
                "d-" + person,
                day,
                Map.of("customer", who, "anonymous", "device-" + MARK + person, "attributes", Map.of("mail", who))));
        accepted(api.event("booked", "shop", "b-" + person, day, Map.of("customer", who)));
        accepted(api.event(
                "reviewed",
                "shop",
                "r-" + person,
                day,
                Map.of(
                        "customer",
                        who,
                        "survey",
                        "nps",
                        "score",
                        person,
                        "scale",
                        Map.of("min", 0, "max", 10),
                        "text",
                        secret(person, "event"))));
        accepted(api.send("/api/v1/segment/v1/track", "application/json", """
                {"messageId": "s-%1$d", "userId": "%2$s", "event": "Looked", "properties": {"mail": "%2$s"},
                 "context": {"traits": {"email": "%2$s"}}}""".formatted(person, who)));
        again(
                "/api/v1/reviews",
                "review-" + person,
                Map.of("customer", who, "survey", "nps", "score", person, "text", secret(person, "review")));
        again(
                "/api/v1/bookings",
                "booking-" + person,
                Map.of(
                        "customer",
                        who,
                        "service",
                        "advice",
                        "channel",
                        "web",
                        "contact",
                        Map.of("email", secret(person, "contact"))));
        again(
                "/api/v1/profiles",
                "profile-" + person,
                Map.of(
                        "identities",
                        List.of(
                                Map.of("customer", who),
                                Map.of("anonymous", "tablet-" + MARK + person, "source", "shop")),
                        "traits",
                        Map.of("name", secret(person, "trait"), "email", who)));
    }

    private static void accepted(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    }

    /** Twice under one key, as a client does that saw no answer. */
    private void again(String path, String key, Object body) {
        for (int i = 0; i < 2; i++) {
            accepted(api.exchange(
                    "POST",
                    path,
                    JSON.writeValueAsString(body),
                    "Content-Type",
                    "application/json",
                    "Idempotency-Key",
                    key));
        }
    }

    /** One row of each person is rejected, and kept for whoever sent it. */
    private void imports() {
        accepted(api.put("/api/v1/import-mappings/erasure", JSON.readTree("""
                {"format": "csv", "source": "crm", "key": ["no"],
                 "events": [{"type": "journey.served", "time": "{at}", "data": {"customer": "{who}", "outcome": "{note}"}}]}""")));
        var rows = new StringBuilder("no,who,at,note\n");
        for (int person = 0; person < PEOPLE; person++) {
            rows.append("%d,%s,someday,%s\n".formatted(person, customer(person), secret(person, "reject")));
        }
        var upload = api.send("/api/v1/imports?mapping=erasure&file=rows.csv", "text/csv", rows.toString());
        accepted(upload);
        rejectsAt = upload.header("Location");
        for (int i = 0; i < 200 && api.get(rejectsAt).json().path("finishedAt").isMissingNode(); i++) {
            Api.pause();
        }
        assertThat(api.get(rejectsAt + "/rejects").body()).contains(secret(0, "reject"), secret(1, "reject"));
    }

    private String rejectsAt = "";

    private String identity(int person) {
        var found = api.post("/api/v1/customers/lookup", Map.of("customer", customer(person)));
        assertThat(found.status()).as(found.body()).isEqualTo(200);
        return found.json().path("identity").asString();
    }

    private List<String> texts(String key) {
        return api.get("/api/v1/customers/" + key + "/journey")
                .json()
                .path("timeline")
                .valueStream()
                .map(item -> item.path("text").asString(""))
                .toList();
    }

    private JsonNode figures() {
        var all = JSON.createObjectNode();
        all.set("funnel", api.get("/api/v1/analytics/funnel").json().path("steps"));
        all.set("voice", api.get("/api/v1/analytics/voice").json().path("nps"));
        all.set(
                "events",
                api.post("/api/v1/analytics/paths", Map.of("node", "event"))
                        .json()
                        .path("nodes")
                        .valueStream()
                        .map(node -> node.path("key").asString() + node.path("visits"))
                        .sorted()
                        .collect(JSON::createArrayNode, (array, text) -> array.add(text), (a, b) -> a.addAll(b)));
        return all;
    }

    private void erase(String key) throws InterruptedException {
        var began = System.nanoTime();
        var answer = api.exchange("DELETE", "/api/v1/profiles/" + key, null);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        var receipt = api.get(answer.header("Location"));
        while (!receipt.json().path("state").asString().equals("completed")) {
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as(receipt.body())
                    .isLessThan(LIMIT);
            Thread.sleep(50);
            receipt = api.get(answer.header("Location"));
        }
        assertThat(receipt.json().path("verified").asBoolean()).isTrue();
        assertThat(receipt.json().at("/destroyed/keysOfIdentities").asInt()).isEqualTo(3);
        assertThat(receipt.json().at("/destroyed/links").asInt()).isEqualTo(2);
        assertThat(receipt.body())
                .contains("\"contacts\":1")
                .contains("\"rejectedRows\":1")
                .contains("\"sealedTexts\":2")
                .contains("\"traitChanges\":1");
    }

    private void check(Suite suite, Map<Integer, String> keys, JsonNode before) {
        checkKeys(suite, keys);
        assertThat(figures()).isEqualTo(before);
        var rejects = api.get(rejectsAt + "/rejects").body();
        var explanation = api.get(api.get("/api/v1/analytics/funnel")
                                .json()
                                .path("explain")
                                .asString() + "?step=1&limit=100")
                .body();
        for (int person = 0; person < PEOPLE; person++) {
            assertThat(rejects.contains(secret(person, "reject"))).isEqualTo(!isErased(person));
            assertThat(explanation.contains(keys.get(person))).isEqualTo(!isErased(person));
        }
    }

    /** What is left of each, now and as of then. */
    private void checkKeys(Suite suite, Map<Integer, String> keys) {
        for (int person = 0; person < PEOPLE; person++) {
            var key = keys.get(person);
            var erased = isErased(person);
            assertThat(api.post("/api/v1/customers/lookup", Map.of("customer", customer(person)))
                            .status())
                    .isEqualTo(erased ? 404 : 200);
            assertThat(api.get("/api/v1/profiles/" + key).status()).isEqualTo(erased ? 410 : 200);
            for (var asOf : List.of(
                    "",
                    "?asOf=30",
                    "?asOf=" + suite.ofAService(JourneyLog.class).head())) {
                assertThat(api.get("/api/v1/customers/" + key + "/journey" + asOf)
                                .status())
                        .as(asOf)
                        .isEqualTo(erased ? 404 : 200);
            }
            assertThat(api.post("/api/v1/customers/lookup", Map.of("email", customer(person)))
                            .status())
                    .isEqualTo(erased ? 404 : 200);
            if (!erased) {
                assertThat(api.get("/api/v1/customers/" + key + "/journey").body())
                        .contains(secret(person, "trait"));
                assertThat(texts(key)).contains(secret(person, "review"), secret(person, "event"));
            }
            var bookings = api.get("/api/v1/bookings?customer=" + key);
            assertThat(bookings.json().path("items").size()).isEqualTo(1);
            assertThat(bookings.body().contains(secret(person, "contact"))).isEqualTo(!erased);
        }
        var erasedKeys = keys.entrySet().stream()
                .filter(e -> isErased(e.getKey()))
                .map(e -> new IdentityKey(e.getValue()))
                .toList();
        for (var text : sealed(suite)) {
            assertThat(opens(suite, text)).isEqualTo(!erasedKeys.contains(text.identity()));
        }
    }

    /** What happened before the erasure counts and brings nothing back; what is new is somebody new. */
    private void lateNews(Suite suite, Map<Integer, String> keys) throws Exception {
        var late = api.event(
                "reviewed",
                "shop",
                "late",
                "2026-05-01T11:00:00Z",
                Map.of(
                        "customer", customer(1),
                        "survey", "nps",
                        "score", 1,
                        "scale", Map.of("min", 0, "max", 10),
                        "text", secret(1, "late")));
        accepted(late);
        api.awaitCaughtUp(LIMIT);
        var view = api.get("/api/v1/customers/" + keys.get(1) + "/journey").json();
        assertThat(view.path("timeline")
                        .valueStream()
                        .map(item -> item.path("id").asString()))
                .containsExactly("late");
        assertThat(view.path("timeline").get(0).has("text")).isFalse();
        assertThat(view.path("identities").size()).isEqualTo(1);
        assertThat(sealed(suite)).hasSize((int) SEALED_OF_EACH * PEOPLE);
        erase2(keys.get(1));
    }

    private void erase2(String key) throws InterruptedException {
        var answer = api.exchange("DELETE", "/api/v1/profiles/" + key, null);
        assertThat(answer.status()).isEqualTo(202);
        for (int i = 0; i < 400; i++) {
            if (api.get(answer.header("Location"))
                    .json()
                    .path("state")
                    .asString()
                    .equals("completed")) {
                break;
            }
            Thread.sleep(50);
        }
        api.awaitCaughtUp(LIMIT);
    }

    private static List<SealedText> sealed(Suite suite) {
        var log = suite.ofAService(JourneyLog.class);
        var texts = new ArrayList<SealedText>();
        try (var stream = log.source().openStream(log.tokenAt(0))) {
            for (long position = 0; position < log.head(); ) {
                var message = stream.nextAvailable();
                position = log.position(message);
                if (message.getPayload() instanceof Reviewed review && review.text() != null) {
                    var moment = review.moment();
                    var id = Objects.requireNonNullElse(moment.id(), message.getIdentifier());
                    texts.add(new SealedText(
                            moment.identity(), EventKeys.key(moment.source(), id), "text", review.text()));
                } else if (message.getPayload() instanceof Booked booked && booked.contact() != null) {
                    texts.add(new SealedText(
                            booked.moment().identity(), booked.moment().booking(), "contact", booked.contact()));
                } else if (message.getPayload() instanceof TraitsChanged change) {
                    change.changed()
                            .forEach((name, text) ->
                                    texts.add(new SealedText(change.identity(), change.change(), name, text)));
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return texts;
    }

    private static boolean opens(Suite suite, SealedText text) {
        return suite.ofAService(Opener.class)
                .open(text.identity(), text.eventKey(), text.field(), text.text())
                .isPresent();
    }

    /** Byte for byte: the log with what it wrote ahead and left free, uploads, rejects, every document, every line logged. */
    private static void nothingIsMarked(Suite suite, Path folder, CapturedOutput output) throws IOException {
        var everything = new LinkedHashMap<String, String>();
        everything.put("log lines", output.getAll());
        var client = suite.shared(MongoClient.class);
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
        for (var root : List.of(folder, Path.of(System.getProperty("java.io.tmpdir")))) {
            try (var files = Files.walk(root, root.equals(folder) ? Integer.MAX_VALUE : 1)) {
                for (var file : files.filter(Files::isRegularFile)
                        .filter(file -> root.equals(folder) || isOfThisProcess(file))
                        .toList()) {
                    everything.put("file " + file, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertThat(everything.entrySet().stream()
                        .filter(e -> e.getValue().contains(MARK))
                        .map(Map.Entry::getKey)
                        .toList())
                .isEmpty();
    }

    private static boolean isOfThisProcess(Path file) {
        try {
            return Files.isReadable(file)
                    && Files.size(file) < 50_000_000
                    && Files.getLastModifiedTime(file)
                            .toInstant()
                            .isAfter(ProcessHandle.current()
                                    .info()
                                    .startInstant()
                                    .orElseThrow())
                    && !file.getFileName().toString().endsWith(".log")
                    && !file.getFileName().toString().startsWith("seal");
        } catch (IOException e) {
            return false;
        }
    }
}
