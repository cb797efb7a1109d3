package io.journey360.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The export of a person against every row of every table and every document of every collection. */
class ExportIsCompleteTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ANNA = "anna@example.com";
    private static final String ANNA_TOO = "customer-17";
    private static final String BEN = "ben@example.com";

    private Api api;

    @Test
    void whateverIsStoredOfAPersonIsInTheExport(@TempDir Path folder) throws Exception {
        try (var suite =
                Suite.start("--journey.port=0", "--journey.demo=false", "--journey.data=" + folder.resolve("data"))) {
            suite.shared(DemoProgress.class).end();
            api = new Api(suite.uri());
            api.awaitCaughtUp(LIMIT);
            fill(ANNA, "a");
            fill(ANNA_TOO, "b");
            fill(BEN, "c");
            var merged = api.post("/api/v1/profiles/" + key(ANNA) + "/merges", Map.of("with", key(ANNA_TOO)));
            assertThat(merged.status()).as(merged.body()).isEqualTo(201);
            api.awaitCaughtUp(LIMIT);

            var answer = api.getAfter(merged, "/api/v1/profiles/" + key(ANNA) + "/export");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            var export = answer.json();
            var identities = export.get("identities")
                    .valueStream()
                    .map(i -> i.get("identity").asString())
                    .collect(Collectors.toSet());
            assertThat(identities).contains(key(ANNA), key(ANNA_TOO)).hasSize(10);
            assertThat(answer.body())
                    .doesNotContain(key(BEN))
                    .contains("said by a in so many words", "said by b in", "ask for a", "Bern of a", "Basel of b")
                    .doesNotContain("said by c", "ask for c", "of c");

            var ids = export.get("events")
                    .valueStream()
                    .map(e -> e.get("id").asString())
                    .collect(Collectors.toCollection(TreeSet::new));
            var rows = rows(folder, identities);
            assertThat(rows.get("DomainEventEntry")).isNotEmpty();
            assertThat(new TreeSet<>(rows.remove("DomainEventEntry"))).isEqualTo(ids);
            // Besides the log only the keyring knows identities, and the export says so.
            assertThat(rows.keySet()).isSubsetOf("journey_keys");
            assertThat(missing(suite.shared(MongoClient.class), identities, answer.body()))
                    .isEmpty();
        }
    }

    private void fill(String customer, String name) {
        told(api.event(
                "discovered",
                "shop",
                "e-1-" + name,
                "2026-05-01T10:00:00Z",
                Map.of(
                        "customer",
                        customer,
                        "anonymous",
                        "cookie-" + name,
                        "touchpoint",
                        "search-ad",
                        "attributes",
                        Map.of("campaign", "spring", "visits", 3))));
        told(api.event(
                "retracted",
                "shop",
                "e-2-" + name,
                "2026-05-01T10:00:00Z",
                Map.of("source", "shop", "id", "e-1-" + name)));
        told(api.event(
                "interacted",
                "app",
                "e-3-" + name,
                "2026-05-01T10:00:00Z",
                Map.of("anonymous", "phone-" + name, "action", "looked")));
        told(api.send("/api/v1/segment/v1/batch", "application/json", """
                {"batch": [
                   {"type": "identify", "messageId": "s-1-%1$s", "userId": "%2$s", "anonymousId": "tablet-%1$s", "traits": {"city": "Bern of %1$s"}},
                   {"type": "identify", "messageId": "s-2-%1$s", "userId": "%2$s", "anonymousId": "watch-%1$s"},
                   {"type": "track", "messageId": "s-3-%1$s", "anonymousId": "tablet-%1$s", "event": "Order Completed",
                    "properties": {"revenue": 12.5, "currency": "EUR"}}]}
                """.formatted(name, customer)));
        var reviewed = told(api.post(
                "/api/v1/reviews",
                Map.of(
                        "customer",
                        customer,
                        "survey",
                        "nps",
                        "score",
                        9,
                        "text",
                        "said by " + name + " in so many words")));
        told(api.exchange(
                "PATCH",
                "/api/v1/profiles/" + key(reviewed, customer) + "/traits",
                JSON.writeValueAsString(Map.of("city", "Basel of " + name, "phone", "+41 79 555 01 01")),
                "Content-Type",
                "application/json"));
        var slot = Instant.now().plus(Duration.ofHours(2));
        var booked = told(api.post(
                "/api/v1/bookings",
                Map.of(
                        "customer",
                        customer,
                        "service",
                        "advice",
                        "location",
                        "old-town",
                        "channel",
                        "web",
                        "contact",
                        "ask for " + name,
                        "slot",
                        Map.of(
                                "start",
                                slot.toString(),
                                "end",
                                slot.plusSeconds(1_800).toString()))));
        told(api.put(booked.header("Location") + "/check-in", Map.of("method", "desk")));
        told(api.exchange(
                "POST",
                "/api/v1/profiles",
                JSON.writeValueAsString(Map.of(
                        "identities",
                        List.of(Map.of("customer", customer), Map.of("anonymous", "kiosk-" + name, "source", "shop")))),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                "open-" + name));
        told(api.put(
                "/api/v1/profiles/" + key(customer) + "/consents/marketing",
                Map.of("granted", true, "evidence", Map.of("wording", "w-1", "source", "desk"))));
    }

    private Api.Answer told(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
        return answer;
    }

    private String key(String customer) {
        return told(api.post("/api/v1/customers/lookup", Map.of("customer", customer)))
                .json()
                .path("identity")
                .asString();
    }

    private String key(Api.Answer write, String customer) {
        return told(api.postAfter(write, "/api/v1/customers/lookup", Map.of("customer", customer)))
                .json()
                .path("identity")
                .asString();
    }

    /** Rows that name one of the identities in any column: by their table, the event identifier or the whole row. */
    private static Map<String, List<String>> rows(Path folder, Set<String> identities) throws Exception {
        var found = new LinkedHashMap<String, List<String>>();
        Path file;
        try (var files = Files.walk(folder)) {
            file = files.filter(
                            f -> f.toString().endsWith(".db") || f.toString().endsWith(".sqlite"))
                    .findFirst()
                    .orElseThrow();
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var tables = connection
                        .createStatement()
                        .executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
            var names = new ArrayList<String>();
            while (tables.next()) {
                names.add(tables.getString(1));
            }
            for (var table : names) {
                try (var rows = connection.createStatement().executeQuery("SELECT * FROM \"" + table + "\"")) {
                    while (rows.next()) {
                        var row = new StringBuilder();
                        var id = "";
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            row.append(text(rows.getObject(i))).append('\u0000');
                            if (rows.getMetaData().getColumnName(i).equalsIgnoreCase("eventIdentifier")) {
                                id = rows.getString(i);
                            }
                        }
                        if (identities.stream().anyMatch(row.toString()::contains) || isRetraction(row, identities)) {
                            found.computeIfAbsent(table, t -> new ArrayList<>())
                                    .add(id.isEmpty() ? row.toString() : id);
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Those of the two names of the person tell of no identity, but of an event. */
    private static boolean isRetraction(StringBuilder row, Set<String> identities) {
        return !identities.isEmpty()
                && (row.indexOf("\"retractedId\":\"e-1-a\"") >= 0 || row.indexOf("\"retractedId\":\"e-1-b\"") >= 0);
    }

    private static String text(Object value) throws SQLException {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    /** Every value of a document that names one of the identities, and that the export does not show. */
    private static List<String> missing(MongoClient client, Set<String> identities, String export) {
        var missing = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var database : client.listDatabaseNames()) {
            for (var collection : client.getDatabase(database).listCollectionNames()) {
                for (var document :
                        client.getDatabase(database).getCollection(collection).find()) {
                    var json = document.toJson();
                    if (identities.stream().anyMatch(json::contains)) {
                        seen.add(database + "." + collection.replaceAll("@.*", ""));
                        leaves(document).forEach((path, value) -> {
                            if (!shows(export, value)) {
                                missing.add(database + "." + collection + " " + path + " = " + value);
                            }
                        });
                    }
                }
            }
        }
        assertThat(seen)
                .anyMatch(name -> name.startsWith("journey_analytics."))
                .anyMatch(name -> name.startsWith("journey_booking."));
        return missing;
    }

    private static Map<String, String> leaves(Document document) {
        var leaves = new LinkedHashMap<String, String>();
        document.forEach((name, value) -> {
            if (!name.equals("_id") && value != null) {
                var tree = value instanceof String text && text.startsWith("{")
                        ? JSON.readTree(text)
                        : JSON.valueToTree(value);
                leaves(name, tree, leaves);
            }
        });
        return leaves;
    }

    private static void leaves(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isContainer()) {
            for (var member : node.isObject() ? node.properties() : Set.<Map.Entry<String, JsonNode>>of()) {
                leaves(path + "." + member.getKey(), member.getValue(), leaves);
            }
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                leaves(path + "." + i, node.get(i), leaves);
            }
        } else if (!node.isNull()) {
            leaves.put(path, node.asString());
        }
    }

    /** A sealed text is shown opened, and a time kept in milliseconds as finely as it was told. */
    private static boolean shows(String export, String value) {
        if (export.contains(value) || value.startsWith("v2.")) {
            return true;
        }
        try {
            var instant = Instant.ofEpochMilli(Long.parseLong(value)).toString();
            return export.contains(instant.substring(0, instant.length() - 1));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
