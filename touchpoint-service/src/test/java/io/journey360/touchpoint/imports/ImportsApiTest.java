package io.journey360.touchpoint.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.CheckedIn;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.platform.log.EventKeys;
import io.journey360.platform.log.JourneyLog;
import io.journey360.touchpoint.LiveService;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImportsApiTest {

    private static final String HOTEL_HEADER =
            "hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_day_of_month,country,market_segment,distribution_channel,deposit_type,customer_type,reservation_status,reservation_status_date\n";
    private static final String STAYED =
            "City Hotel,0,5,2017,August,31,BEL,Online TA,TA/TO,No Deposit,Transient,Check-Out,2017-09-06\n";
    private static final String CANCELLED =
            "City Hotel,1,40,2017,July,2,NULL,Groups,Direct,Non Refund,Transient,Canceled,2017-06-01\n";
    private static final String NEVER_CAME =
            "Resort Hotel,1,0,2016,February,29,PRT,Direct,Direct,No Deposit,Contract,No-Show,2016-02-29\n";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static LiveService service;

    private final String file = "file-" + UUID.randomUUID() + ".csv";

    @BeforeAll
    static void start() {
        service = LiveService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void hotelRowsBecomeTheEventsOfTheirStay() throws Exception {
        var done =
                completed(upload("text/csv", "hotel-bookings", file, HOTEL_HEADER + STAYED + CANCELLED + NEVER_CAME));

        assertThat(done.get("accepted").asInt()).isEqualTo(7);
        assertThat(done.get("rowsRead").asInt()).isEqualTo(3);
        assertThat(done.get("bytesRead").asLong())
                .isEqualTo(done.get("bytesTotal").asLong());
        var booked = event("hotel-bookings", file + "#1/booked");
        assertThat(booked.moment().occurredAt()).isEqualTo(Instant.parse("2017-08-26T00:00:00Z"));
        assertThat(booked.moment().booking()).isEqualTo("hotel-1");
        assertThat(booked.moment().service()).isEqualTo("City Hotel");
        assertThat(booked.moment().channel()).isEqualTo("TA/TO");
        assertThat(booked.moment().attributes())
                .containsOnlyKeys("market_segment", "country", "customer_type", "deposit_type");
        assertThat(event("hotel-bookings", file + "#1/checked-in"))
                .isInstanceOfSatisfying(
                        CheckedIn.class,
                        e -> assertThat(e.moment().occurredAt()).isEqualTo(Instant.parse("2017-08-31T00:00:00Z")));
        assertThat(event("hotel-bookings", file + "#1/served").moment().occurredAt())
                .isEqualTo(Instant.parse("2017-09-06T00:00:00Z"));
        assertThat(event("hotel-bookings", file + "#2/cancelled").moment().attributes())
                .doesNotContainKey("country");
        assertThat(event("hotel-bookings", file + "#3/no-show").moment().occurredAt())
                .isEqualTo(event("hotel-bookings", file + "#3/booked").moment().occurredAt());
    }

    @Test
    void theSameFileAgainAddsNothing() throws Exception {
        completed(upload("text/csv", "hotel-bookings", file, HOTEL_HEADER + STAYED + CANCELLED));
        long head = head();

        var again =
                completed(upload("text/csv", "hotel-bookings", file, HOTEL_HEADER + STAYED + CANCELLED + NEVER_CAME));

        assertThat(again.get("duplicates").asInt()).isEqualTo(5);
        assertThat(again.get("accepted").asInt()).isEqualTo(2);
        assertThat(head()).isEqualTo(head + 2);
    }

    @Test
    void aFileWithoutNameIsNamedByItsContent() throws Exception {
        var csv = HOTEL_HEADER + STAYED.replace("BEL", file.substring(0, 12));
        assertThat(completed(upload("text/csv", "hotel-bookings", null, csv))
                        .get("accepted")
                        .asInt())
                .isEqualTo(3);
        assertThat(completed(upload("text/csv", "hotel-bookings", null, csv))
                        .get("duplicates")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void aMissingColumnIsToldBeforeAnythingIsTaken() throws Exception {
        long head = head();

        var answer = upload(
                "text/csv",
                "hotel-bookings",
                file,
                HOTEL_HEADER.replace("lead_time,", "") + STAYED.replace(",0,5,", ",0,"));

        assertThat(answer.statusCode()).isEqualTo(400);
        var problem = JSON.readTree(answer.body());
        assertThat(problem.get("type").asString()).isEqualTo("urn:journey360:problem:missing-column");
        assertThat(problem.get("missing").get(0).asString()).isEqualTo("lead_time");
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void badRowsAreKeptWithTheirReasonAndHarmNobody() throws Exception {
        var bad = "City Hotel,0,5,2017,Brumaire,31,BEL,Online TA,TA/TO,No Deposit,Transient,Check-Out,2017-09-06\n";
        var done = completed(upload(
                "text/csv", "hotel-bookings", file, HOTEL_HEADER + STAYED + bad + "only,three,fields\n" + CANCELLED));

        assertThat(done.get("accepted").asInt()).isEqualTo(6); // the bad row's departure can be told all the same
        assertThat(done.get("rejected").asInt()).isEqualTo(3);
        var rejects = get("/api/v1/imports/" + done.get("id").asString() + "/rejects")
                .body()
                .lines()
                .map(JSON::readTree)
                .toList();
        assertThat(rejects).extracting(r -> r.get("row").asInt()).containsExactly(2, 2, 3);
        assertThat(rejects.getFirst()
                        .get("problem")
                        .get("errors")
                        .get(0)
                        .get("pointer")
                        .asString())
                .isEqualTo("/time");
        assertThat(rejects.getLast().get("line").asString()).isEqualTo("only,three,fields");
        try (var stored = Files.walk(service.data().resolve("imports"))) {
            for (var path : stored.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).doesNotContain("only,three");
                assertThat(path.toString()).doesNotEndWith(".upload");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv        | hotel-bookings | 400 | ''",
                "text/csv        | unknown        | 400 | a,b",
                "application/xml | hotel-bookings | 400 | <log/>",
                "application/xml | xes            | 400 | <html/>",
                "application/xml | xes            | 400 | <log",
                "application/xml | xes            | 400 | <!DOCTYPE log SYSTEM \"file:///etc/passwd\"><log/>",
                "application/xml | xes            | 400 | <!DOCTYPE log [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><log><trace><string key=\"concept:name\" value=\"&e;\"/></trace></log>",
                "image/png       | xes            | 415 | x",
            })
    void refusesAtOnce(String type, String mapping, int status, String body) throws Exception {
        var answer = upload(type, mapping, file, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).doesNotContain("root:");
    }

    @Test
    void aFileThatBreaksLaterFailsWithItsPlaceAndKeepsWhatCameBefore() throws Exception {
        var xes = "<log><trace><string key=\"concept:name\" value=\"7\"/>" + xesEvent("a") + xesEvent("b")
                + "<event>&secret;</event>";

        var done = finished(upload("application/xml", "xes", file, xes));

        assertThat(done.get("state").asString()).isEqualTo("failed");
        assertThat(done.get("problem").get("type").asString()).isEqualTo("urn:journey360:problem:invalid-file");
        assertThat(done.get("accepted").asInt()).isEqualTo(2);
    }

    @Test
    void xesEventsBecomeActionsOfTheirTrace() throws Exception {
        var xes =
                "<?xml version=\"1.0\"?><log><global scope=\"event\"><string key=\"concept:name\" value=\"x\"/></global>"
                        + "<trace><string key=\"concept:name\" value=\"7\"/>" + xesEvent("register")
                        + xesEvent("decide") + "</trace></log>";

        assertThat(completed(upload("application/xml", "xes", file, xes))
                        .get("accepted")
                        .asInt())
                .isEqualTo(2);

        assertThat(event("xes", file + "#1/interacted")).isInstanceOfSatisfying(Interacted.class, e -> {
            assertThat(e.action()).isEqualTo("register");
            assertThat(e.moment().occurredAt()).isEqualTo(Instant.parse("2010-12-30T13:32:00Z"));
            assertThat(e.moment().attributes()).containsKey("Costs").doesNotContainKeys("org:resource", "concept:name");
        });
    }

    @Test
    void linesWithoutMappingAreCloudEvents() throws Exception {
        var lines = """
                {"specversion": "1.0", "id": "a", "source": "%s", "type": "journey.booked", "data": {"customer": "c"}}
                {"specversion": "1.0", "id": "b", "source": "%s", "type": "journey.booked", "data": {}}
                half a li""".formatted(file, file);

        var done = completed(upload("application/x-ndjson", null, file, lines));

        assertThat(done.get("accepted").asInt()).isEqualTo(1);
        assertThat(done.get("rejected").asInt()).isEqualTo(2);
    }

    @Test
    void aMappingOfOnesOwnMapsLines() throws Exception {
        var mapping = """
                {"format": "ndjson", "source": "calls", "zone": "Europe/Zurich", "key": ["call.id"],
                 "times": {"start": {"value": "{at}", "format": "dd.MM.yyyy HH:mm"},
                           "end": {"from": "start", "plus": {"minutes": "{minutes}"}}},
                 "events": [
                   {"type": "journey.served", "time": "{end}", "when": {"kind": ["call", "chat"], "test": {"not": "yes"}},
                    "data": {"customer": "{who}", "channel": "phone", "value": {"amount": "{price}", "currency": "CHF"},
                             "started": "{start}", "ended": "{end}",
                             "attributes": {"minutes": {"number": "{minutes}"}, "kind": "{kind}"}}}]}
                """;
        assertThat(put("/api/v1/import-mappings/calls", mapping).statusCode()).isEqualTo(201);
        assertThat(put("/api/v1/import-mappings/calls", mapping).statusCode()).isEqualTo(200);
        var lines = """
                {"call": {"id": "%1$s-1"}, "at": "01.06.2026 10:30", "minutes": 12, "kind": "chat", "who": "c-1", "price": 4.5}
                {"call": {"id": "%1$s-2"}, "at": "01.06.2026 10:30", "minutes": 12, "kind": "mail", "who": "c-1"}
                {"call": {"id": "%1$s-3"}, "at": "01.06.2026 10:30", "minutes": 12, "kind": "call", "test": "yes", "who": "c-1"}
                """.formatted(file);

        var done = completed(upload("application/x-ndjson", "calls", "another", lines));

        assertThat(done.get("accepted").asInt()).isEqualTo(1);
        var served = event("calls", file + "-1/served");
        assertThat(served.moment().occurredAt()).isEqualTo(Instant.parse("2026-06-01T08:42:00Z"));
        assertThat(served.moment().attributes().get("minutes")).isEqualTo(12);
        assertThat(served.moment().value().amount()).isEqualByComparingTo("4.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/events/0/data/foo       | \"data\": {\"foo\": \"x\"}",
                "/events/0/data/customer  | \"data\": {\"customer\": \"{open\"}",
                "/events/0/time           | \"data\": {}, \"time\": null",
                "/events/0/type           | \"data\": {}, \"type\": \"booked\"",
                "/events/0/surprise       | \"data\": {}, \"surprise\": 1",
            })
    void aMappingThatCannotBeUsedIsRefusedWithItsPointer(String pointer, String members) throws Exception {
        var event = "{" + (members.contains("\"type\"") ? "" : "\"type\": \"journey.booked\", ")
                + (members.contains("\"time\"") ? "" : "\"time\": \"{t}\", ") + members + "}";

        var answer = put(
                "/api/v1/import-mappings/bad", "{\"format\": \"csv\", \"source\": \"s\", \"events\": [" + event + "]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body())
                        .get("errors")
                        .get(0)
                        .get("pointer")
                        .asString())
                .isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"format\": \"csv\", \"source\": \"s\", \"events\": [null]}",
                "{\"format\": \"csv\", \"source\": \"s\", \"events\": [{}]}",
                "{\"format\": \"csv\", \"source\": \"s\", \"times\": {\"t\": null}, \"events\": []}",
                "{\"format\": \"csv\", \"source\": \"s\", \"times\": {\"t\": {\"from\": \"t\"}}, \"events\": [{\"type\": \"journey.booked\", \"time\": \"{t}\", \"data\": {}}]}",
                "{\"format\": \"csv\", \"source\": \"s\", \"zone\": \"Moon\", \"events\": [{\"type\": \"journey.booked\", \"time\": \"{t}\", \"data\": {}}]}",
                "{\"format\": \"csv\", \"source\": \"s\", \"absent\": [null], \"events\": [{\"type\": \"journey.booked\", \"time\": \"{t}\", \"data\": {}}]}",
                "{\"format\": \"csv\", \"source\": \"s\", \"events\": [{\"type\": \"journey.booked\", \"time\": \"{t}\", \"data\": {\"attributes\": {\"a\": {\"number\": {}}}}}]}",
                "{\"format\": \"csv\", \"source\": \"s\", \"events\": [{\"type\": \"journey.booked\", \"time\": \"{t}\", \"data\": {\"customer\": null}}]}",
                "{\"format\": \"tape\", \"source\": \"s\", \"events\": []}",
                "[]"
            })
    void aMappingThatIsNoneIsRefused(String mapping) throws Exception {
        var answer = put("/api/v1/import-mappings/none", mapping);

        assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).get("errors")).isNotEmpty();
    }

    @Test
    void anEndlessXmlValueFailsTheImportAndNothingElse() throws Exception {
        var xes = "<log><trace><string key=\"concept:name\" value=\"7\"/>" + xesEvent("a")
                + "<event><string key=\"concept:name\" value=\"" + "x".repeat(3 * 1024 * 1024)
                + "\"/></event></trace></log>";

        var done = finished(upload("application/xml", "xes", file, xes));

        assertThat(done.get("state").asString()).isEqualTo("failed");
        assertThat(done.get("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void aMappingChangesOnlyFromTheVersionThatWasRead() throws Exception {
        var mapping =
                "{\"format\": \"csv\", \"source\": \"s\", \"events\": [{\"type\": \"journey.booked\", \"time\": \"{t}\", \"data\": {\"customer\": \"{c}\"}}]}";
        put("/api/v1/import-mappings/mine", mapping);
        var tag =
                get("/api/v1/import-mappings/mine").headers().firstValue("ETag").orElseThrow();

        assertThat(put("/api/v1/import-mappings/mine", mapping.replace("\"s\"", "\"t\""), tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(put("/api/v1/import-mappings/mine", mapping.replace("\"s\"", "\"u\""), tag)
                        .statusCode())
                .isEqualTo(412);
        assertThat(put("/api/v1/import-mappings/xes", mapping).statusCode()).isEqualTo(409);
    }

    @Test
    void progressIsToldUntilTheEnd() throws Exception {
        var rows = IntStream.range(0, 3_000).mapToObj(i -> STAYED).collect(Collectors.joining());
        var location = upload("text/csv", "hotel-bookings", file, HOTEL_HEADER + rows)
                .headers()
                .firstValue("Location")
                .orElseThrow();

        var progress = get(location + "/progress");

        assertThat(progress.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        var last = progress.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(JSON.readTree(last.substring(5)).get("state").asString()).isEqualTo("completed");
        assertThat(JSON.readTree(last.substring(5)).get("accepted").asInt()).isEqualTo(9_000);
        assertThat(JSON.readTree(get("/api/v1/imports").body())
                        .get("items")
                        .get(0)
                        .get("id")
                        .asString())
                .isEqualTo(location.substring(location.lastIndexOf('/') + 1));
    }

    @Test
    void anUnknownImportIsNotFound() throws Exception {
        for (var path : new String[] {"", "/rejects", "/progress"}) {
            assertThat(get("/api/v1/imports/nope" + path).statusCode()).isEqualTo(404);
        }
    }

    private static String xesEvent(String name) {
        return "<event><string key=\"concept:name\" value=\"" + name
                + "\"/><date key=\"time:timestamp\" value=\"2010-12-30T14:32:00.000+01:00\"/><string key=\"org:resource\" value=\"Pete\"/><int key=\"Costs\" value=\"50\"/></event>";
    }

    private static JourneyEvent event(String source, String id) {
        return (JourneyEvent) service.bean(EventStore.class)
                .readEvents("event-" + EventKeys.key(source, id))
                .next()
                .getPayload();
    }

    private static long head() {
        return service.bean(JourneyLog.class).head();
    }

    @ParameterizedTest
    @CsvSource({"hotel, 403", "'hotel,hotel-bookings', 202"})
    void aKeyBoundToSourcesImportsWithTheirMappingsOnly(String sources, int status) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create(service.url() + "/api/v1/imports?mapping=hotel-bookings&file=bound-" + status))
                .header("Content-Type", "text/csv")
                .header("X-Journey-Sources", sources)
                .POST(BodyPublishers.ofString(HOTEL_HEADER + STAYED));

        assertThat(send(request).statusCode()).isEqualTo(status);
    }

    private static JsonNode completed(HttpResponse<String> upload) throws Exception {
        var done = finished(upload);
        assertThat(done.get("state").asString()).isEqualTo("completed");
        return done;
    }

    private static JsonNode finished(HttpResponse<String> upload) throws Exception {
        assertThat(upload.statusCode()).describedAs(upload.body()).isEqualTo(202);
        var location = upload.headers().firstValue("Location").orElseThrow();
        for (int tries = 0; tries < 1_000; tries++) {
            var state = JSON.readTree(get(location).body());
            if (state.has("finishedAt")) {
                return state;
            }
            Thread.sleep(Duration.ofMillis(20));
        }
        throw new AssertionError("The import does not end");
    }

    private static HttpResponse<String> upload(String type, String mapping, String file, String body) throws Exception {
        var query = (mapping == null ? "" : "&mapping=" + mapping)
                + (file == null ? "" : "&file=" + URLEncoder.encode(file, StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/imports?" + query))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(service.url() + path)));
    }

    private static HttpResponse<String> put(String path, String json, String... ifMatch) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(service.url() + path))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json));
        if (ifMatch.length > 0) {
            request.header("If-Match", ifMatch[0]);
        }
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
