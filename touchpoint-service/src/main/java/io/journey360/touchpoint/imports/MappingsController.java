package io.journey360.touchpoint.imports;

import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/import-mappings")
@Tag(name = "Imports")
class MappingsController {

    private final Mappings mappings;

    MappingsController(Mappings mappings) {
        this.mappings = mappings;
    }

    @GetMapping
    @Operation(summary = "Every import mapping, shipped ones (version 0) too")
    Mono<Page<Mappings.Named>> list() {
        return Blocking.call(() -> new Page<>(mappings.list(), null));
    }

    @GetMapping("/{name}")
    @Operation(summary = "An import mapping")
    Mono<ResponseEntity<ImportMapping>> one(@PathVariable String name) {
        return Blocking.call(() ->
                        mappings.find(name).orElseThrow(() -> Problem.notFound("There is no mapping of this name")))
                .map(MappingsController::answer);
    }

    @PutMapping("/{name}")
    @Operation(summary = "Says which columns of a file make which events", description = """
                    Texts are templates: `"hotel-{row}"` puts in what the name in braces stands for: a column (of XES an event's attribute,
                    or with `trace.` before it its trace's; of NDJSON a member, nested ones by a dot), one of `times`, `row` (the row's
                    number from 1) or `file`. A brace itself is written twice. A text of which a name is absent in the row is absent as a
                    whole, and its field with it; `absent` lists what a column says when it says nothing.

                    `times` are computed: `value` with a `format` (a pattern such as `dd.MM.yyyy HH:mm`, `iso`, `epoch-seconds`,
                    `epoch-millis`), or `from` another time, or `year`, `month` (number or English name) and `day`; then `plus` and `minus`
                    so many `days`, `hours`, `minutes` or `seconds`. Times without offset are of the mapping's `zone`.

                    A row makes each of `events` whose `when` holds: per column a value, a list of values (or), `{"not": …}`
                    or `{"exists": true}`. `data` is that of the collector; `{"number": "{column}"}` makes a number of an attribute.
                    `otherAttributes` takes every column not used elsewhere but those in `leaveOut`. Event ids are the `key` columns, else
                    file and row number, and the event's `id` or type. A running import keeps the mapping it began with.""")
    Mono<ResponseEntity<ImportMapping>> put(
            @PathVariable String name, @Valid @RequestBody ImportMapping mapping, ServerHttpRequest request) {
        var expected = Etags.ifMatch(request);
        return Blocking.call(() -> mappings.put(name, mapping, expected))
                .map(put -> put.isNew()
                        ? ResponseEntity.created(URI.create("/api/v1/import-mappings/" + name))
                                .eTag(Etags.of(put.mapping().version()))
                                .body(put.mapping().mapping())
                        : answer(put.mapping()));
    }

    private static ResponseEntity<ImportMapping> answer(Mappings.Named named) {
        return ResponseEntity.ok().eTag(Etags.of(named.version())).body(named.mapping());
    }
}
