package io.journey360.touchpoint.imports;

import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.CreatedIds;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.collector.BodyStream;
import io.journey360.touchpoint.collector.Sources;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@RestController
@RequestMapping("/api/v1/imports")
@Tag(name = "Imports")
class ImportsController implements DisposableBean {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Uploads uploads;
    private final ImportStates states;
    private final ImportFiles files;
    private final CreatedIds ids;
    private final Clock clock;
    private final Scheduler blocking =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "import-uploads");

    ImportsController(Uploads uploads, ImportStates states, ImportFiles files, CreatedIds ids, Clock clock) {
        this.uploads = uploads;
        this.states = states;
        this.files = files;
        this.ids = ids;
        this.clock = clock;
    }

    @PostMapping(consumes = {"text/csv", "application/x-ndjson", "application/xml"})
    @Operation(
            summary = "Brings in a file from another system",
            description =
                    "Answered once the upload is stored. Event ids come from the mapping's key columns, else from the"
                            + " file's name and the row's number; without a name, from the file's content. NDJSON without a mapping is"
                            + " CloudEvents.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
                                @Content(mediaType = "application/xml", schema = @Schema(type = "string"))
                            }))
    Mono<ResponseEntity<ImportView>> start(
            @RequestParam @Nullable String mapping, @RequestParam @Nullable String file, ServerWebExchange exchange) {
        var request = exchange.getRequest();
        var contentType = request.getHeaders().getContentType();
        var format = FileFormat.of(contentType == null ? MediaType.ALL : contentType)
                .orElseThrow(() -> Problem.of(415, "unsupported-media-type", "This kind of file cannot be imported"));
        var id = ids.derive(exchange, "import");
        return Mono.fromCallable(() -> {
                    try (var body = new BodyStream(request.getBody())) {
                        return uploads.store(id, format, mapping, file, Sources.of(request.getHeaders()), body);
                    }
                })
                .subscribeOn(blocking)
                .map(state -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/imports/" + state.id()))
                        .body(ImportView.of(state, clock.instant())));
    }

    @GetMapping
    @Operation(summary = "Imports, the newest first")
    Mono<Page<ImportView>> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        int size = Pages.limit(limit);
        var after = cursor == null ? null : Pages.parts(cursor, 1).getFirst();
        return Blocking.call(() -> {
            var now = clock.instant();
            var left = states.list().stream()
                    .map(at -> ImportView.of(at.state(), now))
                    .toList();
            if (after != null) {
                left = left.stream()
                        .dropWhile(view -> !view.id().equals(after))
                        .skip(1)
                        .toList();
            }
            return Pages.page(left, size, view -> Pages.cursor(view.id()));
        });
    }

    @GetMapping("/{id}")
    @Operation(summary = "How far an import has come")
    Mono<ResponseEntity<ImportView>> one(@PathVariable String id) {
        return Blocking.call(() -> find(id))
                .map(at -> ResponseEntity.ok()
                        .eTag(Etags.of(at.version()))
                        .body(ImportView.of(at.state(), clock.instant())));
    }

    @GetMapping(value = "/{id}/progress", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(summary = "How far an import has come, until it ends")
    Flux<ServerSentEvent<ImportView>> progress(@PathVariable String id) {
        return Flux.interval(Duration.ZERO, LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> Blocking.call(() -> find(id)), 1)
                .distinctUntilChanged(ImportStates.Versioned::version)
                .takeUntil(at -> at.state().state().isOver())
                .map(at -> ServerSentEvent.<ImportView>builder()
                        .id(Long.toString(at.version()))
                        .event("progress")
                        .data(ImportView.of(at.state(), clock.instant()))
                        .build());
    }

    @GetMapping(value = "/{id}/rejects", produces = "application/x-ndjson")
    @Operation(summary = "Rows that made no event, and why; kept 7 days")
    Mono<ResponseEntity<Flux<DataBuffer>>> rejects(@PathVariable String id) {
        return Blocking.call(() -> {
            var state = find(id).state();
            var key = state.key();
            if (key == null) {
                throw Problem.of(410, "gone", "The rejects of an import are kept 7 days");
            }
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_NDJSON).body(rejects(state, key));
        });
    }

    private Flux<DataBuffer> rejects(ImportState state, String key) {
        return Flux.<byte[]>create(sink -> {
                    try {
                        files.readRejects(state.id(), key, state.rejectsLength(), frame -> {
                            sink.next(frame);
                            return !sink.isCancelled();
                        });
                        sink.complete();
                    } catch (IOException e) {
                        sink.error(e);
                    }
                })
                .subscribeOn(Schedulers.boundedElastic())
                .map(DefaultDataBufferFactory.sharedInstance::wrap);
    }

    private ImportStates.Versioned find(String id) {
        return states.find(id).orElseThrow(() -> Problem.notFound("There is no import of this id"));
    }

    @Override
    public void destroy() {
        blocking.dispose();
    }
}
