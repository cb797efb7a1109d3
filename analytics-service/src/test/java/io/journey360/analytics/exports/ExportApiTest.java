package io.journey360.analytics.exports;

import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.retraction;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.Money;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import java.io.FileInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportApiTest {

    private static final String EXPORTS = "/api/v1/analytics/exports";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What spreadsheets would run, and what CSV must quote. */
    private static final List<String> NASTY = List.of(
            "=1+1",
            "+41 44",
            "-x",
            "@cmd",
            "\t=tab",
            "\rreturn",
            "a,b",
            "a \"quoted\" one",
            "two\r\nlines",
            "Zürich ☂ 東京",
            "plain",
            "in=the=middle");

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;
    private static final List<JourneyEvent> EVENTS = new ArrayList<>();
    private static long beforeRetraction;

    @BeforeAll
    static void letThingsHappen() {
        analytics = new RunningAnalytics(
                folder,
                "journey.index.attributes=campaign",
                "journey.exports.concurrent=2",
                "journey.exports.waiting=1");
        var random = new Random(3);
        for (int i = 0; i < 300; i++) {
            EVENTS.add(event("e" + i, random));
        }
        analytics.append(Events.collected(EVENTS));
        beforeRetraction = analytics.bean(LiveView.class).position();
        analytics.append(List.of(retraction("r1", "e3"), retraction("r2", "e250")));
        analytics.append(
                new Interacted( // who used device 100 turns out to be customer 1
                        Events.moment("link", identity(1), identity(100), day(50)), "login"));
        EVENTS.add(new Interacted(Events.moment("link", identity(1), identity(100), day(50)), "login"));
    }

    private static JourneyEvent event(String id, Random random) {
        var moment = new Moment(
                random.nextInt(4) == 0 ? null : identity(1 + random.nextInt(20)),
                identity(100 + random.nextInt(3)),
                day(random.nextInt(100) / 3.0).plusNanos(random.nextInt(1000) * 1000L),
                Events.SHOP,
                id,
                NASTY.get(random.nextInt(NASTY.size())),
                random.nextBoolean() ? "web" : null,
                random.nextBoolean() ? NASTY.get(random.nextInt(NASTY.size())) : null,
                null,
                random.nextBoolean() ? "b-" + random.nextInt(50) : null,
                random.nextBoolean() ? new Money(new BigDecimal("-12.50"), "CHF") : null,
                random.nextBoolean()
                        ? Map.of()
                        : Map.of("campaign", "=spring", "size", random.nextInt(5), "new", true));
        moment = new Moment(
                moment.customer(),
                moment.customer() == null ? moment.anonymous() : null,
                moment.occurredAt(),
                moment.source(),
                moment.id(),
                moment.touchpoint(),
                moment.channel(),
                moment.service(),
                null,
                moment.booking(),
                moment.value(),
                moment.attributes());
        return switch (random.nextInt(4)) {
            case 0 -> new Booked(moment, new Slot(day(60), day(60.5)));
            case 1 -> new Served(moment, null, "-done", day(1), null);
            case 2 -> new Reviewed(moment, "ces", -random.nextInt(3), new Scale(-5, 5));
            default -> new Interacted(moment, NASTY.get(random.nextInt(NASTY.size())));
        };
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void aCsvFileHoldsTheEventsOfTheLog() {
        var created = post("{\"format\": \"csv\", \"events\": {}}", 202);
        assertThat(created.at("/state").asString()).isIn("waiting", "running", "done");
        var done = await(created);
        var file = file(done);

        assertThat(done.get("rows").asInt()).isEqualTo(EVENTS.size() - 2);
        assertThat(done.get("bytes").asLong()).isEqualTo(file.length);
        assertThat(Instant.parse(done.get("expiresAt").asString()))
                .isEqualTo(Instant.parse(done.get("createdAt").asString()).plus(Duration.ofHours(24)));
        var rows = rows(file);
        var expected = EVENTS.stream()
                .filter(event -> !List.of("e3", "e250").contains(event.moment().id()))
                .toList();
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            assertRow(rows.get(i), expected.get(i));
        }
    }

    private static void assertRow(NamedCsvRecord row, JourneyEvent event) {
        var moment = event.moment();
        assertThat(row.getField("id")).isEqualTo(moment.id());
        assertThat(row.getField("event")).isEqualTo(event.type().wireName());
        assertThat(Instant.parse(row.getField("occurredAt"))).isEqualTo(moment.occurredAt());
        assertThat(row.getField("identity")).isEqualTo(moment.identity().value());
        assertThat(row.getField("person"))
                .isEqualTo((moment.identity().equals(identity(100)) ? identity(1) : moment.identity()).value());
        assertThat(row.getField("touchpoint")).isEqualTo(neutralised(moment.touchpoint()));
        assertThat(row.getField("channel")).isEqualTo(neutralised(moment.channel()));
        assertThat(row.getField("service")).isEqualTo(neutralised(moment.service()));
        assertThat(row.getField("booking")).isEqualTo(neutralised(moment.booking()));
        assertThat(row.getField("action"))
                .isEqualTo(event instanceof Interacted interacted ? neutralised(interacted.action()) : "");
        assertThat(row.getField("outcome"))
                .isEqualTo(event instanceof Served served ? neutralised(served.outcome()) : "");
        assertThat(row.getField("score"))
                .isEqualTo(event instanceof Reviewed reviewed ? String.valueOf(reviewed.score()) : "");
        assertThat(row.getField("slotEnd"))
                .isEqualTo(event instanceof Booked ? day(60.5).toString() : "");
        var attributes = row.getField("attributes");
        assertThat(attributes.isEmpty() ? Map.of() : JsonMapper.shared().readValue(attributes, Map.class))
                .isEqualTo(moment.attributes());
    }

    private static String neutralised(@Nullable String text) {
        return text == null ? "" : text.matches("(?s)[=+\\-@\t\r\n].*") ? "'" + text : text;
    }

    @Test
    void noTextOfACsvFileBeginsLikeAFormula() {
        for (var row : rows(file(await(post("{\"format\": \"csv\", \"events\": {}}", 202))))) {
            for (var field : List.of("touchpoint", "service", "action", "outcome", "booking", "amount", "attributes")) {
                assertThat(row.getField(field)).doesNotMatch("(?s)[=+\\-@\t\r\n].*");
            }
        }
    }

    @Test
    void aParquetFileHoldsTheSame() throws IOException, SQLException {
        var csv = rows(file(await(post("{\"format\": \"csv\", \"events\": {}}", 202))));
        var done = await(post("{\"format\": \"parquet\", \"events\": {}}", 202));
        var parquet = folder.resolve("read.parquet");
        Files.write(parquet, file(done));

        int row = 0;
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var results = statement.executeQuery("SELECT * FROM read_parquet('%s')".formatted(parquet))) {
            var columns = results.getMetaData();
            assertThat(columns.getColumnCount())
                    .isEqualTo(csv.getFirst().getHeader().size());
            for (; results.next(); row++) {
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    var cell = results.getObject(i);
                    var text = csv.get(row).getField(columns.getColumnName(i));
                    if (cell == null) {
                        assertThat(text).isEmpty();
                    } else if (cell instanceof OffsetDateTime time) {
                        assertThat(Instant.parse(text).truncatedTo(ChronoUnit.MICROS))
                                .isEqualTo(time.toInstant());
                    } else if (cell instanceof LocalDateTime time) {
                        assertThat(Instant.parse(text).truncatedTo(ChronoUnit.MICROS))
                                .isEqualTo(time.toInstant(ZoneOffset.UTC));
                    } else if (cell instanceof String value) {
                        assertThat(text).isEqualTo(neutralised(value));
                    } else {
                        assertThat(text).isEqualTo(cell.toString());
                    }
                }
            }
        }
        assertThat(row).isEqualTo(csv.size()).isEqualTo(done.get("rows").asInt());
    }

    @Test
    void filtersRangesAndPositionsSayWhichEvents() {
        assertExported(
                "\"filter\": {\"event\": [\"booked\", \"served\"]}",
                event -> event instanceof Booked || event instanceof Served);
        assertExported(
                "\"filter\": {\"touchpoint\": \"=1+1\", \"channel\": {\"exists\": false}}",
                event -> "=1+1".equals(event.moment().touchpoint())
                        && event.moment().channel() == null);
        assertExported(
                "\"filter\": {\"attributes\": {\"campaign\": {\"not\": \"=spring\"}}}",
                event -> !event.moment().attributes().containsKey("campaign"));
        assertExported(
                "\"filter\": {\"customer\": \"%s\"}".formatted(identity(100)),
                event -> List.of(identity(1), identity(100))
                        .contains(event.moment().identity()));
        assertExported(
                "\"filter\": {\"customer\": {\"not\": \"%s\"}}".formatted(identity(1)),
                event -> !List.of(identity(1), identity(100))
                        .contains(event.moment().identity()));
        assertExported(
                "\"from\": \"%s\", \"to\": \"%s\"".formatted(day(5), day(9)),
                event -> !event.moment().occurredAt().isBefore(day(5))
                        && event.moment().occurredAt().isBefore(day(9)));
        var before = rows(file(
                await(post("{\"format\": \"csv\", \"events\": {\"asOf\": %d}}".formatted(beforeRetraction), 202))));
        assertThat(before).hasSize(EVENTS.size() - 1); // with what was taken back later, without what came later
        assertThat(before.stream()
                        .filter(row ->
                                row.getField("identity").equals(identity(100).value())))
                .allSatisfy(row -> assertThat(row.getField("person"))
                        .isEqualTo(identity(100).value()));
    }

    private static void assertExported(String events, Predicate<JourneyEvent> wanted) {
        var rows = rows(file(await(post("{\"format\": \"csv\", \"events\": {%s}}".formatted(events), 202))));
        assertThat(rows.stream().map(row -> row.getField("id")))
                .as(events)
                .containsExactlyElementsOf(EVENTS.stream()
                        .filter(wanted)
                        .map(event -> Objects.requireNonNull(event.moment().id()))
                        .filter(id -> !List.of("e3", "e250").contains(id))
                        .toList())
                .isNotEmpty();
    }

    @Test
    void theRowsOfAFigureAreThoseOfItsExplanation() {
        var answer = read(analytics
                .http()
                .post()
                .uri("/api/v1/analytics/paths")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"node\": \"event\"}")
                .exchange()
                .expectStatus()
                .isOk());
        var explain = answer.get("explain").asString();
        var expected = new ArrayList<List<String>>();
        var explanation = get(explain + "?limit=1000&figure=/edges/0/meanSeconds");
        int number = 0;
        for (var item : explanation.get("items")) {
            number++;
            for (var event : item.get("events")) {
                expected.add(List.of(
                        String.valueOf(number),
                        item.get("value").asString(),
                        item.get("person").asString(),
                        event.get("id").asString(),
                        event.get("identity").asString()));
            }
        }

        var rows = rows(file(await(post("""
                        {"format": "csv", "explanation": {"id": "%s", "figure": "/edges/0/meanSeconds"}}""".formatted(explain.substring(explain.lastIndexOf('/') + 1)), 202))));

        assertThat(rows.stream()
                        .map(row -> List.of(
                                row.getField("contribution"),
                                row.getField("value"),
                                row.getField("person"),
                                row.getField("id"),
                                row.getField("identity"))))
                .containsExactlyElementsOf(expected)
                .isNotEmpty();
    }

    @Test
    void aFileIsDownloadedUnderItsNameAndType() {
        for (var format : Map.of("csv", "text/csv;charset=UTF-8", "parquet", "application/vnd.apache.parquet")
                .entrySet()) {
            var done = await(post("{\"format\": \"%s\", \"events\": {}}".formatted(format.getKey()), 202));
            var id = done.get("id").asString();
            analytics
                    .http()
                    .get()
                    .uri(done.get("file").asString())
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .valueEquals("Content-Type", format.getValue())
                    .expectHeader()
                    .valueEquals("Content-Disposition", "attachment; filename=\"%s.%s\"".formatted(id, format.getKey()))
                    .expectHeader()
                    .valueEquals("Content-Length", done.get("bytes").asString())
                    .expectBody()
                    .returnResult();
        }
    }

    @Test
    void theSameKeyMakesOneExport() {
        var first = keyed("key-1");
        assertThat(await(keyed("key-1")).get("id")).isEqualTo(first.get("id"));
        assertThat(keyed("key-2").get("id")).isNotEqualTo(first.get("id"));
    }

    private static JsonNode keyed(String key) {
        return read(analytics
                .http()
                .post()
                .uri(EXPORTS)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", key)
                .bodyValue("{\"format\": \"csv\", \"events\": {}}")
                .exchange()
                .expectStatus()
                .isAccepted());
    }

    @Test
    void aDeletedExportIsGoneWithItsFile() {
        var done = await(post("{\"format\": \"csv\", \"events\": {}}", 202));
        var uri = EXPORTS + "/" + done.get("id").asString();
        var onDisk = folder.resolve("data/exports/" + done.get("id").asString() + ".csv");
        assertThat(onDisk).exists();

        analytics
                .http()
                .delete()
                .uri(uri)
                .header("If-Match", "\"1\"")
                .exchange()
                .expectStatus()
                .isEqualTo(412);
        var tag = analytics
                .http()
                .get()
                .uri(uri)
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getETag();
        analytics
                .http()
                .delete()
                .uri(uri)
                .header("If-Match", Objects.requireNonNull(tag))
                .exchange()
                .expectStatus()
                .isNoContent();

        assertThat(onDisk).doesNotExist();
        analytics.http().get().uri(uri).exchange().expectStatus().isNotFound();
        analytics.http().get().uri(uri + "/file").exchange().expectStatus().isNotFound();
        analytics.http().delete().uri(uri).exchange().expectStatus().isNotFound();
        analytics
                .http()
                .get()
                .uri(EXPORTS + "/nonsense")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aFileThatIsNotHereIsWrittenAgain() throws IOException {
        var done = await(post("{\"format\": \"csv\", \"events\": {}}", 202));
        var before = file(done);
        Files.delete(folder.resolve("data/exports/" + done.get("id").asString() + ".csv"));

        analytics
                .http()
                .get()
                .uri(done.get("file").asString())
                .exchange()
                .expectStatus()
                .isEqualTo(503);

        assertThat(file(await(done))).isEqualTo(before);
    }

    @Test
    void aFullDiskFailsTheExportAndSaysSo() throws IOException {
        for (var format : ExportFormat.values()) {
            var export = kept("export-full-" + format.wireName(), format, day(0));
            Files.createDirectories(folder.resolve("data/exports"));
            Files.createSymbolicLink(
                    folder.resolve("data/exports/%s.%s.part".formatted(export.id(), format.wireName())),
                    Path.of("/dev/full"));
            analytics.bean(Exports.class).insert(export);
            analytics.bean(ExportWorker.class).submit(export);

            var failed = await(get(EXPORTS + "/" + export.id()));

            assertThat(failed.get("state").asString()).isEqualTo("failed");
            assertThat(failed.get("error").asString()).startsWith("no-space");
            analytics
                    .http()
                    .get()
                    .uri(EXPORTS + "/" + export.id() + "/file")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(409);
        }
    }

    @Test
    void moreThanMayBeWrittenAndWaitAreRefused() throws IOException, InterruptedException {
        var pipes = new ArrayList<Path>();
        for (int i = 0; i < 3; i++) { // writing to a pipe waits for somebody to read
            var export = kept("export-slow-" + i, ExportFormat.CSV, Instant.now());
            var pipe = folder.resolve("data/exports/" + export.id() + ".csv.part");
            Files.createDirectories(pipe.getParent());
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            pipes.add(pipe);
            analytics.bean(Exports.class).insert(export);
            analytics.bean(ExportWorker.class).submit(export);
        }

        var problem = post("{\"format\": \"csv\", \"events\": {}}", 503);
        assertThat(problem.get("type").asString()).endsWith("too-many-exports");
        analytics
                .http()
                .get()
                .uri(EXPORTS + "/export-slow-0/file")
                .exchange()
                .expectStatus()
                .isEqualTo(409);

        for (var pipe : pipes) {
            try (var reading = new FileInputStream(pipe.toFile())) {
                assertThat(new String(reading.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("position,id,");
            }
        }
        await(get(EXPORTS + "/export-slow-2"));
        await(post("{\"format\": \"csv\", \"events\": {}}", 202));
    }

    private static Export kept(String id, ExportFormat format, Instant createdAt) {
        return new Export(
                id,
                format,
                new ExportRequest(format.wireName(), new ExportRequest.Events(null, null, null, null, null), null),
                analytics.bean(LiveView.class).position(),
                Export.State.WAITING,
                0,
                0,
                createdAt,
                Instant.now().plus(Duration.ofHours(1)),
                null,
                null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"events": {}}                                                                     | /format
                    {"format": "xls", "events": {}}                                                    | /format
                    {"format": "csv"}                                                                  | ``
                    {"format": "csv", "events": {}, "explanation": {"id": "x", "figure": "/n"}}        | ``
                    {"format": "csv", "events": {"from": "soon"}}                                      | /events/from
                    {"format": "csv", "events": {"asOf": true}}                                        | /events/asOf
                    {"format": "csv", "events": {"filter": {"event": "arrived"}}}                      | /events/filter/event
                    {"format": "csv", "events": {"filter": {"attributes": {"colour": "red"}}}}         | /events/filter/attributes/colour
                    {"format": "csv", "explanation": {"figure": "/nps/n"}}                             | /explanation/id
                    {"format": "csv", "explanation": {"id": "explanation-x"}}                          | /explanation/figure
                    {"format": "csv", "explanation": {"id": "explanation-x", "figure": "/nps/n"}}      | /explanation/id""")
    void badRequestsAreRefusedWithWhatIsWrong(String body, String pointer) {
        assertThat(post(body, 400).at("/errors/0/pointer").asString()).isEqualTo(pointer);
    }

    private static JsonNode await(JsonNode export) {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var now = get(EXPORTS + "/" + export.get("id").asString());
            if (List.of("done", "failed").contains(now.get("state").asString())) {
                return now;
            }
            assertThat(Instant.now()).isBefore(deadline);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static byte[] file(JsonNode done) {
        return Objects.requireNonNull(analytics
                .http()
                .mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(-1))
                .build()
                .get()
                .uri(done.get("file").asString())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static List<NamedCsvRecord> rows(byte[] csv) {
        var text = new String(csv, StandardCharsets.UTF_8);
        assertThat(text).endsWith("\r\n");
        return CsvReader.builder().ofNamedCsvRecord(text).stream().toList();
    }

    private static JsonNode get(String uri) {
        return read(analytics.http().get().uri(uri).exchange().expectStatus().isOk());
    }

    private static JsonNode post(String body, int status) {
        var answer = analytics
                .http()
                .post()
                .uri(EXPORTS)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
        var json = read(answer);
        if (status == 202) {
            answer.expectHeader()
                    .valueEquals("Location", EXPORTS + "/" + json.get("id").asString());
        }
        return json;
    }

    private static JsonNode read(WebTestClient.ResponseSpec answer) {
        EntityExchangeResult<byte[]> result = answer.expectBody().returnResult();
        return JsonMapper.shared().readTree(result.getResponseBody());
    }
}
