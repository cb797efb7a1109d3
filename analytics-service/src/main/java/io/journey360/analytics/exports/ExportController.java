package io.journey360.analytics.exports;

import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.CreatedIds;
import io.journey360.platform.http.Etags;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/analytics/exports")
@Tag(name = "Analytics")
class ExportController {

    private static final Duration NOT_READY_RETRY = Duration.ofSeconds(1);

    private final Exports exports;
    private final ExportRows rows;
    private final ExportFiles files;
    private final ExportWorker worker;
    private final ExportSettings settings;
    private final CreatedIds ids;
    private final Clock clock;

    ExportController(
            Exports exports,
            ExportRows rows,
            ExportFiles files,
            ExportWorker worker,
            ExportSettings settings,
            CreatedIds ids,
            Clock clock) {
        this.exports = exports;
        this.rows = rows;
        this.files = files;
        this.worker = worker;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    @PostMapping
    @Operation(summary = "Writes events, or the rows behind a figure, to a file", description = """
                    Of events: one row each in the log's order, those that pass the filter and happened in [from, to), without those \
                    taken back, as of a position. Of a figure: a row for each event of each contribution, as its explanation lists \
                    them. CSV is RFC 4180 in UTF-8; a text that begins with = + - @, a tab or a line break gets an apostrophe in front, \
                    so that no spreadsheet runs it; numbers stay numbers. Parquet has typed columns, compressed by gzip. The file is there for \
                    24 hours.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            "{\"format\": \"csv\", \"events\": {\"filter\": {\"event\": [\"booked\", \"cancelled\"]}, \"from\": \"2026-05-01T00:00:00Z\"}}")))
    @ApiResponse(responseCode = "202")
    Mono<ResponseEntity<ExportView>> start(@RequestBody ExportRequest request, ServerWebExchange exchange) {
        var id = ids.derive(exchange, "export");
        return Blocking.call(() -> {
            var checked = rows.check(request);
            worker.checkRoom();
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var export = new Export(
                    id,
                    checked.format(),
                    request,
                    checked.position(),
                    Export.State.WAITING,
                    0,
                    0,
                    now,
                    now.plus(settings.kept()),
                    null,
                    null);
            if (exports.insert(export)) {
                worker.submit(export);
            }
            return ResponseEntity.accepted()
                    .location(URI.create(ExportView.PATH + id))
                    .body(view(id));
        });
    }

    @GetMapping("/{id}")
    @Operation(summary = "How far an export has come")
    Mono<ResponseEntity<ExportView>> one(@PathVariable String id) {
        return Blocking.call(() -> {
            var view = view(id);
            return ResponseEntity.ok().eTag(Etags.of(view.tag())).body(view);
        });
    }

    private ExportView view(String id) {
        return ExportView.of(find(id), worker.written(id));
    }

    @GetMapping("/{id}/file")
    @Operation(summary = "The file of an export that is done")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(
                        mediaType = "application/vnd.apache.parquet",
                        schema = @Schema(type = "string", format = "binary"))
            })
    Mono<ResponseEntity<Resource>> file(@PathVariable String id) {
        return Blocking.call(() -> {
            var export = find(id);
            if (export.state() == Export.State.FAILED) {
                throw Problem.of(409, "export-failed", "The export failed: " + export.error());
            }
            if (export.state() != Export.State.DONE) {
                throw Problem.of(409, "export-not-ready", "The export is still being written")
                        .retryAfter(NOT_READY_RETRY);
            }
            var file = files.finished(export);
            if (!Files.exists(file)) {
                // Written on another machine, or lost with its disk: the same request of the same position gives the
                // same file.
                worker.checkRoom();
                exports.put(export.running());
                worker.submit(export);
                throw Problem.of(503, "export-not-here", "The export is being written here")
                        .retryAfter(NOT_READY_RETRY);
            }
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(export.format().mediaType()))
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            ContentDisposition.attachment()
                                    .filename(id + "." + export.format().wireName())
                                    .build()
                                    .toString())
                    .body(new FileSystemResource(file));
        });
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Removes an export and its file, or stops writing it")
    @ApiResponse(responseCode = "204")
    Mono<ResponseEntity<Void>> delete(@PathVariable String id, ServerWebExchange exchange) {
        var expected = Etags.ifMatch(exchange.getRequest());
        return Blocking.call(() -> {
            if (expected.isPresent() && expected.getAsLong() != view(id).tag()) {
                throw Problem.of(412, "stale", "If-Match does not name the current version");
            }
            worker.delete(find(id));
            return ResponseEntity.noContent().build();
        });
    }

    private Export find(String id) {
        return exports.find(id).orElseThrow(() -> Problem.notFound("There is no such export, or no longer"));
    }
}
