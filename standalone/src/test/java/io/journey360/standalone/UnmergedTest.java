package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two known customers are merged, more happens to both, they are parted, and the views are rebuilt. A copy of the same log lives through
 * the same without the merge. Whatever is asked, both answer the same, byte for byte, but for positions and for when the log learnt of it.
 */
class UnmergedTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> CUSTOMERS = List.of("anna", "ben", "carl");
    private static final List<String> DEVICES =
            List.of("phone-anna", "phone-ben", "phone-carl", "kiosk", "tablet-anna", "tablet-ben", "late");

    /** By analysis and what is asked of it: a body, or the query of a GET. */
    private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

    static {
        var steps = "\"steps\": [{\"event\": \"discovered\"}, {\"event\": \"booked\"}, {\"event\": \"served\"}]";
        QUESTIONS.put("funnel", "{" + steps + "}");
        QUESTIONS.put("funnel by attempt", "{" + steps + ", \"by\": \"attempt\", \"order\": \"any\"}");
        QUESTIONS.put("funnel parted", "{" + steps + ", \"breakdown\": \"channel\"}");
        QUESTIONS.put("paths", "{\"node\": \"event\"}");
        QUESTIONS.put("paths of channels", "{\"node\": \"channel\", \"collapse\": true}");
        QUESTIONS.put("times", "{\"start\": {\"event\": \"discovered\"}, \"end\": {\"event\": \"served\"}}");
        QUESTIONS.put("retention", "{\"start\": {\"event\": \"discovered\"}, \"interval\": \"day\", \"periods\": 4}");
        QUESTIONS.put("lifecycle", "{\"interval\": \"week\"}");
        QUESTIONS.put("stickiness", "{\"interval\": \"day\", \"per\": \"week\"}");
        QUESTIONS.put("trends", "{\"measure\": \"people\", \"interval\": \"day\"}");
        QUESTIONS.put(
                "attribution",
                "{\"goal\": {\"event\": \"served\"}, \"touches\": [{\"event\": \"discovered\"}], \"model\": \"linear\", \"by\": \"channel\"}");
        QUESTIONS.put("stages", "");
        QUESTIONS.put("voice", "");
        QUESTIONS.put("touchpoints", "");
        QUESTIONS.put("pain-points", "");
    }

    private Api api;

    @Test
    void areAsIfTheyHadNeverBeenMerged(@TempDir Path folder) throws Exception {
        try (var suite = start(folder.resolve("merged"))) {
            for (var customer : CUSTOMERS) {
                before(customer);
            }
            api.awaitCaughtUp(LIMIT);
        }
        copy(folder, "merged", "never");

        Map<String, String> merged;
        try (var suite = start(folder.resolve("merged"))) {
            var answer = api.post("/api/v1/profiles/" + key("anna") + "/merges", Map.of("with", key("ben")));
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            after();
            api.awaitCaughtUp(LIMIT);
            var one = api.get("/api/v1/profiles/" + key("ben"));
            assertThat(one.json().path("person").asString())
                    .isEqualTo(api.get("/api/v1/profiles/" + key("anna"))
                            .json()
                            .path("person")
                            .asString());
            assertThat(api.exchange("DELETE", answer.header("Location"), null).status())
                    .isEqualTo(204);
            awaitConflicts();
            var live = answers();
            rebuild();
            merged = answers();
            same(merged, live);
        }
        try (var suite = start(folder.resolve("merged"))) {
            same(answers(), merged);
        }
        try (var suite = start(folder.resolve("never"))) {
            after();
            awaitConflicts();
            assertThat(merged).hasSizeGreaterThan(QUESTIONS.size() + 20);
            same(merged, answers());
        }
    }

    /** Says where two answers part. */
    private static void same(Map<String, String> answers, Map<String, String> expected) {
        assertThat(answers.keySet()).isEqualTo(expected.keySet());
        var differences = new ArrayList<String>();
        answers.forEach((question, answer) -> {
            var other = expected.get(question);
            if (!answer.equals(other)) {
                int at = 0;
                while (at < Math.min(answer.length(), other.length()) && answer.charAt(at) == other.charAt(at)) {
                    at++;
                }
                differences.add(question + ": " + around(answer, at) + " <> " + around(other, at));
            }
        });
        assertThat(differences).isEmpty();
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 80));
    }

    private Suite start(Path data) {
        var suite = Suite.start("--journey.port=0", "--journey.demo=false", "--journey.data=" + data);
        suite.shared(DemoProgress.class).end();
        api = new Api(suite.uri());
        api.awaitCaughtUp(LIMIT);
        for (int i = 0; i < 400 && api.get("/api/v1/erasures/none").status() == 503; i++) {
            Api.pause(); // profile-service follows the log by itself
        }
        return suite;
    }

    /** With its keys, so that everybody has the same key in both. */
    private static void copy(Path folder, String from, String to) throws IOException {
        Files.copy(folder.resolve(from + ".keys"), folder.resolve(to + ".keys"));
        try (var files = Files.walk(folder.resolve(from))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(to).resolve(folder.resolve(from).relativize(file)));
            }
        }
    }

    private void before(String customer) {
        told(
                "discovered",
                customer,
                1,
                Map.of("customer", customer, "anonymous", "phone-" + customer, "channel", "web"));
        told(
                "interacted",
                customer,
                2,
                Map.of("anonymous", "tablet-" + customer, "action", "looked", "channel", "app"));
        told("booked", customer, 3, Map.of("customer", customer, "booking", "b-" + customer, "channel", "web"));
        var patched = api.exchange(
                "PATCH",
                "/api/v1/profiles/" + key(customer) + "/traits",
                JSON.writeValueAsString(Map.of("name", "the name of " + customer)),
                "Content-Type",
                "application/json");
        assertThat(patched.status()).as(patched.body()).isEqualTo(200);
        var consent = api.put(
                "/api/v1/profiles/" + key(customer) + "/consents/marketing",
                Map.of(
                        "granted",
                        true,
                        "evidence",
                        Map.of("wording", "w-1", "source", "desk", "at", "2026-05-20T10:00:00Z")));
        assertThat(consent.status()).as(consent.body()).isBetween(200, 204);
        if (customer.equals("anna")) {
            told("interacted", customer, 4, Map.of("customer", customer, "anonymous", "kiosk", "action", "looked"));
        }
    }

    /** Events of both, a link of one, and a device of one that is seen with the other. */
    private void after() {
        told("served", "anna", 11, Map.of("customer", "anna", "booking", "b-anna", "channel", "desk"));
        told("discovered", "ben", 12, Map.of("anonymous", "phone-ben", "channel", "search"));
        told("interacted", "ben", 13, Map.of("customer", "ben", "anonymous", "tablet-ben", "action", "looked"));
        told("interacted", "ben", 14, Map.of("customer", "ben", "anonymous", "kiosk", "action", "looked"));
        told("reviewed", "ben", 15, review("ben"));
        told("served", "ben", 16, Map.of("customer", "ben", "booking", "b-ben", "channel", "desk"));
        told("discovered", "anna", 17, Map.of("customer", "anna", "anonymous", "late", "channel", "mail"));
        told("reviewed", "anna", 18, review("anna"));
    }

    private static Map<String, Object> review(String customer) {
        return Map.of(
                "customer",
                customer,
                "survey",
                "nps",
                "score",
                customer.length(),
                "scale",
                Map.of("min", 0, "max", 10),
                "text",
                "said by " + customer);
    }

    private void told(String type, String customer, int day, Map<String, ?> data) {
        var answer = api.event(type, "shop", customer + "-" + day, "2026-05-%02dT10:00:00Z".formatted(day), data);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    }

    /** Shared devices are recorded a moment later, by a worker. */
    private void awaitConflicts() {
        var known = api.awaitCaughtUp(LIMIT).path("logPosition").asLong();
        for (int quiet = 0; quiet < 20; quiet++) {
            Api.pause();
            var now = api.awaitCaughtUp(LIMIT).path("logPosition").asLong();
            quiet = now == known ? quiet : 0;
            known = now;
        }
    }

    private void rebuild() {
        var begun = api.exchange("POST", "/api/v1/analytics/rebuild", null);
        assertThat(begun.status()).as(begun.body()).isEqualTo(202);
        var state = "running";
        for (int i = 0; i < 1_200 && state.equals("running"); i++) {
            Api.pause();
            state = api.get(begun.header("Location")).json().path("state").asString();
        }
        assertThat(state).isEqualTo("done");
        api.awaitCaughtUp(LIMIT);
    }

    private Map<String, String> answers() {
        var answers = new LinkedHashMap<String, String>();
        for (var customer : CUSTOMERS) {
            of(Map.of("customer", customer), customer, answers);
        }
        for (var device : DEVICES) {
            of(Map.of("anonymous", device, "source", "shop"), device, answers);
        }
        ask(answers, "/api/v1/customers?limit=100", null);
        ask(answers, "/api/v1/analytics/funnel", null);
        QUESTIONS.forEach((name, question) -> ask(
                answers,
                "/api/v1/analytics/" + name.replaceAll(" .*", ""),
                question.isEmpty() ? null : name + "\n" + question));
        return answers;
    }

    private void of(Map<String, String> identity, String name, Map<String, String> answers) {
        var found = api.post("/api/v1/customers/lookup", identity);
        answers.put("lookup of " + name, found.body());
        var key = found.json().path("identity").asString();
        for (var path : List.of(
                "/api/v1/customers/%s/journey?limit=1000",
                "/api/v1/customers/%s/journey?asOf=2026-11-01T00:00:00Z",
                "/api/v1/profiles/%s",
                "/api/v1/profiles/%s/consents",
                "/api/v1/profiles/%s/export")) {
            ask(answers, path.formatted(key), null);
        }
    }

    /** @param question a name, a line end and a body; null for a GET */
    private void ask(Map<String, String> answers, String path, String question) {
        var answer = question == null
                ? api.get(path)
                : api.send(path, "application/json", question.substring(question.indexOf('\n') + 1));
        var explained = "";
        if (answer.json() instanceof ObjectNode figure && figure.has("explain")) {
            explained =
                    api.get(figure.path("explain").asString() + "?limit=100").body();
        }
        answers.put(
                path + (question == null ? "" : " " + question),
                answer.status() + timeless(answer) + timeless(explained));
    }

    /**
     * That there was a merge, and that it was undone, stays known: it stands in profiles and exports, and only there. That a device is shared
     * is recorded when it is found out.
     */
    private static String timeless(Api.Answer answer) {
        if (answer.json() instanceof ObjectNode object) {
            var copy = object.deepCopy();
            copy.remove("merges");
            copy.remove("exportedAt");
            if (copy.path("events").isArray() && copy.has("counts")) {
                copy.withArray("events")
                        .removeIf(event ->
                                event.path("event").asString().matches("CustomersMerged|MergeUndone|LinkConflicted"));
                copy.withArray("links").removeIf(link -> link.has("merge"));
                copy.remove("counts");
            }
            return timeless(copy.toString());
        }
        return timeless(answer.body());
    }

    private static String timeless(String body) {
        return body.replaceAll("\"(\\w*[pP]osition|since|undone|recorded|detected)\":\\d+", "\"$1\":0")
                .replaceAll("\"(recordedAt|exportedAt|at)\":\"[^\"]*\"", "\"$1\":\"\"")
                .replaceAll("\"asOf\":\\{[^}]*}", "\"asOf\":{}")
                .replaceAll("explanations/[\\w-]+", "explanations/");
    }

    private String key(String customer) {
        var found = api.post("/api/v1/customers/lookup", Map.of("customer", customer));
        for (int i = 0; i < 100 && found.status() != 200; i++) {
            Api.pause();
            found = api.post("/api/v1/customers/lookup", Map.of("customer", customer));
        }
        return found.json().path("identity").asString();
    }
}
