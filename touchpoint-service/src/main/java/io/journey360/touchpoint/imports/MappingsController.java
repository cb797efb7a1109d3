package io.journey360.touchpoint.imports;

import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
    @Operation(summary = "Says which columns of a file make which events")
    Mono<ResponseEntity<ImportMapping>> put(
            @PathVariable String name, @RequestBody ImportMapping mapping, ServerHttpRequest request) {
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
