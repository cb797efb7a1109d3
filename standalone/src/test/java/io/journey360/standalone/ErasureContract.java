package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import io.journey360.events.Booked;
import io.journey360.events.ConsentGranted;
import io.journey360.events.IdentityKey;
import io.journey360.events.Reviewed;
import io.journey360.events.Sealed;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.deadletters.DeadLetterGroups;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.log.LogDatabase;
import io.journey360.platform.sealing.Opener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Eight people tell everything about themselves by every door; four of them are erased. Then whatever was written down is read byte
 * for byte, every sealed text in the log is tried with every key that is left, and the figures are asked again, as of before too; after
 * dead letters were tried again, a rebuild and another start, once more. The same wherever the log lives.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class ErasureContract {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PEOPLE = 8;
    /** Two reviews, a contact, a name, an e-mail address, a city and what a consent was given on. */
    private static final long SEALED_OF_EACH = 7;

    /** Of every text that only its person's key may open; another in each run, since others may run on this machine. */
    private static final String MARK = "qz" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());

    private static final Pattern SEALED = Pattern.compile("\\bv\\d\\.[\\w.-]*[A-Za-z0-9+/_-]{30}");

    private Api api;

    abstract String[] settings(Path folder);

    /** Whatever else is written down somewhere, where nothing may stand in the clear. */
    Map<String, String> opened() throws IOException {
        return Map.of();
    }

    /** Called when everybody has told everything. */
    void beforeErasing(MongoClient documents) {}

    /**
     * Called while nothing runs.
     *
     * @return whether the documents are as they were before the erasures, dead letters and all
     */
    boolean restored() {
        return false;
    }

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
        var settings = settings(folder);
        var keys = new HashMap<Integer, String>();
        var erased = new HashSet<String>();
        Map<String, String> keyring;
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
            park(suite);
            var export = export(keys, true);
            before = suite.ofAService(JourneyLog.class).head();
            assertThat(sealed(suite).stream().filter(text -> opens(suite, text)).count())
                    .isEqualTo(sealed(suite).size())
                    .isEqualTo(SEALED_OF_EACH * PEOPLE);
            figures = figures(null);
            assertThat(figures(before)).isEqualTo(figures);
            keyring = keyring(suite);
            beforeErasing(suite.shared(MongoClient.class));

            int links = 0;
            for (int person = 1; person < PEOPLE; person += 2) {
                var receipt = erase(keys.get(person));
                receipt.path("identities").forEach(identity -> erased.add(identity.asString()));
                links += receipt.at("/destroyed/links").asInt();
            }
            api.awaitCaughtUp(LIMIT);

            check(suite, keys);
            checkFigures(links);
            assertThat(api.get(export).status()).isEqualTo(404);
            nothingIsMarked(suite, folder, output);
            noKeyIsLeft(suite, folder, keyring, erased);

            retryDeadLetters();
            rebuild();
            check(suite, keys);
            checkFigures(links);
            export(keys, false);
            nothingIsMarked(suite, folder, output);
            nothingIsSealed(suite, erased);

            lateNews(suite, keys);
        }
        var restored = restored();
        try (var suite = Suite.start(settings)) {
            open(suite);
            checkKeys(suite, keys);
            export(keys, false);
            nothingIsMarked(suite, folder, output);
            noKeyIsLeft(suite, folder, keyring, erased);
            if (restored) {
                retryDeadLetters();
            }
            nothingIsSealed(suite, erased);
            rebuild();
            checkKeys(suite, keys);
            nothingIsSealed(suite, erased);
        }
    }

    /** The log's position when everybody had told everything. */
    private long before;

    private JsonNode figures;

    private void open(Suite suite) {
        suite.shared(DemoProgress.class).end();
        api = new Api(suite.uri());
        api.awaitCaughtUp(LIMIT);
        for (int i = 0; i < 400 && api.get("/api/v1/erasures/none").status() == 503; i++) {
            Api.pause(); // profile-service follows the log by itself
        }
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
        accepted(api.event(
                "interacted",
                "shop",
                "i-" + person,
                day.replace("T10", "T11"),
                Map.of("anonymous", "device-" + MARK + person, "action", "looked")));
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
        accepted(api.send(
                "/api/v1/segment/v1/identify", "application/json", """
                {"messageId": "t-%1$d", "userId": "%2$s", "traits": {"city": "%3$s"}}""".formatted(person, who, secret(person, "city"))));
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
        accepted(api.put(
                "/api/v1/profiles/" + identity(person) + "/consents/marketing",
                Map.of(
                        "granted",
                        true,
                        "evidence",
                        Map.of("wording", "w-1", "source", "desk", "text", secret(person, "evidence")))));
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

    /** Sealed events of everybody, as if a document of theirs could not have been written. */
    private static void park(Suite suite) {
        var facts = suite.ofAService(DeadLetterGroups.class).groups().stream()
                .filter(group -> group.name().startsWith("facts"))
                .findFirst()
                .orElseThrow();
        read(suite, (position, message) -> {
            if (message.getPayload() instanceof Reviewed || message.getPayload() instanceof TraitsChanged) {
                EventMessage<?> event = message;
                facts.queue()
                        .enqueue(
                                event.getIdentifier(),
                                new GenericDeadLetter<>(
                                        event.getIdentifier(), event, new IllegalStateException("parked")));
            }
        });
    }

    private void retryDeadLetters() {
        var letters = api.get("/api/v1/dead-letters/analytics?limit=1000").json();
        assertThat(letters.path("items").size()).isEqualTo(4 * PEOPLE);
        var group = letters.at("/items/0/group").asString();
        var retried = api.post("/api/v1/dead-letters/analytics/" + group + "/retry", Map.of());
        assertThat(retried.json().path("succeeded").asInt()).as(retried.body()).isEqualTo(4 * PEOPLE);
        assertThat(api.get("/api/v1/dead-letters/analytics")
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    private void rebuild() throws InterruptedException {
        var begun = api.exchange("POST", "/api/v1/analytics/rebuild", null);
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        var state = "running";
        for (int i = 0; i < 600 && state.equals("running"); i++) {
            Thread.sleep(100);
            state = api.get(begun.header("Location")).json().path("state").asString();
        }
        assertThat(state).isEqualTo("done");
        api.awaitCaughtUp(LIMIT);
    }

    /** @return where its file is */
    private String export(Map<Integer, String> keys, boolean ofEverybody) {
        var begun = api.post("/api/v1/analytics/exports", Map.of("format", "csv", "events", Map.of()));
        accepted(begun);
        var file = begun.header("Location") + "/file";
        var answer = api.get(file);
        for (int i = 0; i < 400 && answer.status() == 409; i++) {
            Api.pause();
            answer = api.get(file);
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var text = answer.body();
        assertThat(text.lines().count()).isGreaterThan(6 * PEOPLE);
        keys.forEach((person, key) -> assertThat(text.contains(key))
                .as("export names " + person)
                .isEqualTo(ofEverybody || !isErased(person)));
        return file;
    }

    /** @param asOf a position; null for now */
    private JsonNode figures(Long asOf) {
        var query = asOf == null ? "" : "?asOf=" + asOf;
        var all = JSON.createObjectNode();
        all.set("funnel", api.get("/api/v1/analytics/funnel" + query).json().path("steps"));
        all.set("voice", api.get("/api/v1/analytics/voice" + query).json().path("nps"));
        all.set(
                "events",
                asked("paths", asOf, Map.of("node", "event"))
                        .path("nodes")
                        .valueStream()
                        .map(node -> node.path("key").asString() + node.path("visits"))
                        .sorted()
                        .collect(JSON::createArrayNode, (array, text) -> array.add(text), (a, b) -> a.addAll(b)));
        all.set(
                "acrossALink",
                asked(
                                "funnel",
                                asOf,
                                Map.of(
                                        "steps",
                                        List.of(
                                                Map.of("event", "discovered"),
                                                Map.of("event", "interacted", "filter", Map.of("action", "looked")))))
                        .path("steps"));
        assertThat(all.at("/acrossALink/0/count").asInt()).isEqualTo(PEOPLE);
        return all;
    }

    private JsonNode asked(String analysis, Long asOf, Map<String, ?> question) {
        var all = new HashMap<String, Object>(question);
        if (asOf != null) {
            all.put("asOf", asOf);
        }
        var answer = api.post("/api/v1/analytics/" + analysis, all);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** As they were, but for what went across links: the receipts say how many there were. */
    private void checkFigures(int links) {
        assertThat(figures(before)).isEqualTo(figures);
        var now = (ObjectNode) figures(null);
        assertThat(links).isEqualTo(2 * PEOPLE / 2);
        assertThat(now.at("/acrossALink/1/count").asInt())
                .isEqualTo(figures.at("/acrossALink/1/count").asInt() - links / 2);
        now.set("acrossALink", figures.path("acrossALink"));
        assertThat((JsonNode) now).isEqualTo(figures);
    }

    /** @return the receipt */
    private JsonNode erase(String key) throws InterruptedException {
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
                .contains("\"traitChanges\":2");
        return receipt.json();
    }

    private void check(Suite suite, Map<Integer, String> keys) throws SQLException {
        checkKeys(suite, keys);
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
    private void checkKeys(Suite suite, Map<Integer, String> keys) throws SQLException {
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
                    "?asOf=" + before,
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
                        .contains(secret(person, "trait"), secret(person, "city"));
                assertThat(api.get("/api/v1/profiles/" + key + "/consents").body())
                        .contains(secret(person, "evidence"));
                assertThat(api.get("/api/v1/profiles/" + key + "/export").body())
                        .contains(
                                secret(person, "trait"),
                                secret(person, "city"),
                                secret(person, "review"),
                                secret(person, "event"),
                                secret(person, "contact"),
                                secret(person, "evidence"));
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
        var left = keyring(suite).values().stream()
                .distinct()
                .map(IdentityKey::new)
                .toList();
        assertThat(left).isNotEmpty().doesNotContainAnyElementsOf(erasedKeys);
        for (var text : sealed(suite)) {
            assertThat(opens(suite, text)).isEqualTo(!erasedKeys.contains(text.identity()));
            for (var other : erasedKeys.contains(text.identity()) ? left : List.<IdentityKey>of()) {
                assertThat(opens(suite, new SealedText(other, text.eventKey(), text.field(), text.text())))
                        .isFalse();
            }
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

    private interface Reader {
        void read(long position, EventMessage<?> message);
    }

    private static void read(Suite suite, Reader reader) {
        var log = suite.ofAService(JourneyLog.class);
        try (var stream = log.source().openStream(log.tokenAt(0))) {
            for (long position = 0; position < log.head(); ) {
                var message = stream.nextAvailable();
                position = log.position(message);
                reader.read(position, message);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<SealedText> sealed(Suite suite) {
        var texts = new ArrayList<SealedText>();
        read(suite, (position, message) -> {
            if (message.getPayload() instanceof Reviewed review && review.text() != null) {
                var moment = review.moment();
                var id = Objects.requireNonNullElse(moment.id(), message.getIdentifier());
                texts.add(new SealedText(moment.identity(), EventKeys.key(moment.source(), id), "text", review.text()));
            } else if (message.getPayload() instanceof Booked booked && booked.contact() != null) {
                texts.add(new SealedText(
                        booked.moment().identity(), booked.moment().booking(), "contact", booked.contact()));
            } else if (message.getPayload() instanceof TraitsChanged change) {
                change.changed()
                        .forEach((name, text) ->
                                texts.add(new SealedText(change.identity(), change.change(), name, text)));
            } else if (message.getPayload() instanceof ConsentGranted consent && consent.evidence() != null) {
                texts.add(new SealedText(consent.identity(), consent.statement(), "evidence", consent.evidence()));
            }
        });
        return texts;
    }

    private static boolean opens(Suite suite, SealedText text) {
        return suite.ofAService(Opener.class)
                .open(text.identity(), text.eventKey(), text.field(), text.text())
                .isPresent();
    }

    /** Byte for byte: the log with what it wrote ahead and left free, uploads, rejects, exports, every row, every document, every line logged. */
    private void nothingIsMarked(Suite suite, Path folder, CapturedOutput output) throws Exception {
        var everything = written(suite, folder);
        everything.put("log lines", output.getAll());
        everything.putAll(opened());
        everything.putAll(temporary(folder));
        assertThat(containing(everything, MARK)).isEmpty();
    }

    /** Nor is any wrapped key of the erased among the bytes, so that whoever has the key-encryption key finds nothing to open. */
    private void noKeyIsLeft(Suite suite, Path folder, Map<String, String> keyring, Set<String> erased)
            throws Exception {
        assertThat(Set.copyOf(keyring.values())).hasSize(PEOPLE);
        assertThat(keyring).hasSizeGreaterThan(PEOPLE); // a key for each kind and day
        var everything = written(suite, folder);
        keyring.forEach((wrapped, identity) -> {
            if (erased.contains(identity)) {
                assertThat(containing(everything, wrapped)).as(identity).isEmpty();
            } else {
                assertThat(containing(everything, wrapped)).as(identity).isNotEmpty();
            }
        });
    }

    /** No document of theirs holds a sealed text, though nobody could open it. */
    private static void nothingIsSealed(Suite suite, Set<String> erased) {
        var left = new ArrayList<String>();
        documents(suite).forEach((name, json) -> {
            if (erased.stream().anyMatch(json::contains) && SEALED.matcher(json).find()) {
                left.add(name);
            }
        });
        assertThat(left).isEmpty();
        assertThat(documents(suite).values())
                .anyMatch(json -> SEALED.matcher(json).find());
    }

    private static List<String> containing(Map<String, String> everything, String text) {
        return everything.entrySet().stream()
                .filter(e -> e.getValue().contains(text))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, String> written(Suite suite, Path folder) throws Exception {
        var everything = new LinkedHashMap<>(documents(suite));
        everything.putAll(rows(suite));
        everything.putAll(files(folder, Instant.EPOCH));
        return everything;
    }

    private static Map<String, String> documents(Suite suite) {
        var documents = new LinkedHashMap<String, String>();
        var client = suite.shared(MongoClient.class);
        for (var database : client.listDatabaseNames()) {
            for (var collection : client.getDatabase(database).listCollectionNames()) {
                client.getDatabase(database)
                        .getCollection(collection)
                        .find()
                        .forEach(document -> documents.put(
                                "document " + database + "." + collection + " " + documents.size(), document.toJson()));
            }
        }
        return documents;
    }

    /** As a dump of the database shows them, bytes read as text. */
    private static Map<String, String> rows(Suite suite) throws SQLException {
        var rows = new LinkedHashMap<String, String>();
        try (var connection = suite.shared(LogDatabase.class).reads().getConnection();
                var tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                var table = tables.getString("TABLE_NAME");
                try (var statement = connection.createStatement();
                        var found = statement.executeQuery("select * from \"" + table + "\"")) {
                    while (found.next()) {
                        var row = new StringBuilder();
                        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                            row.append(
                                            found.getObject(i) instanceof byte[] bytes
                                                    ? new String(bytes, StandardCharsets.UTF_8)
                                                    : found.getString(i))
                                    .append(' ');
                        }
                        rows.put("row " + rows.size() + " of " + table, row.toString());
                    }
                }
            }
        }
        assertThat(rows.values()).anyMatch(row -> SEALED.matcher(row).find());
        return rows;
    }

    /** Wrapped keys, and whose each is. */
    private static Map<String, String> keyring(Suite suite) throws SQLException {
        var keys = new TreeMap<String, String>();
        try (var connection = suite.shared(LogDatabase.class).reads().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select wrapped, identity from journey_keys")) {
            while (rows.next()) {
                keys.put(rows.getString(1), rows.getString(2));
            }
        }
        return keys;
    }

    private static Map<String, String> temporary(Path folder) throws IOException {
        var started = ProcessHandle.current().info().startInstant().orElseThrow();
        var files = files(Path.of(System.getProperty("java.io.tmpdir")), started);
        files.keySet().removeIf(file -> file.startsWith("file " + folder));
        return files;
    }

    static Map<String, String> files(Path root, Instant changedAfter) throws IOException {
        var found = new LinkedHashMap<String, String>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && Files.isReadable(file)
                        && attributes.lastModifiedTime().toInstant().isAfter(changedAfter)
                        && attributes.size() < 50_000_000) {
                    found.put("file " + file, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // somebody else's, or gone by now
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
