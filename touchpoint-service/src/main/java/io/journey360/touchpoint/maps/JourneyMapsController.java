package io.journey360.touchpoint.maps;

import io.journey360.events.JourneyMapId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.maps.JourneyMapView.State;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Define;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Defined;
import io.journey360.touchpoint.maps.domain.JourneyMapCommand.Retire;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/journey-maps")
@Tag(name = "Touchpoints")
class JourneyMapsController {

    private static final String EXAMPLE = """
            {"name": "From advert to advice", "stages": [
              {"key": "discover", "name": "Hears of us", "entry": [{"event": "discovered"}], "expectedToNext": "P7D"},
              {"key": "inform", "name": "Reads up", "optional": true,
               "entry": [{"action": "read-guide"}, {"event": "interacted", "touchpoint": "website"}], "emotions": ["curious"]},
              {"key": "book", "name": "Books", "entry": [{"event": "booked"}], "expectedToNext": "P14D"},
              {"key": "advice", "name": "Is advised", "entry": [{"event": "served"}],
               "expectations": ["to be on time"], "painPoints": ["waits at the desk"]}]}""";

    /** @param stages their keys in order */
    record JourneyMapSummary(String id, long version, State state, String name, List<String> stages) {

        static JourneyMapSummary of(JourneyMapView map) {
            return new JourneyMapSummary(
                    map.id(),
                    map.version(),
                    map.state(),
                    map.name(),
                    map.stages().stream().map(MapStage::key).toList());
        }
    }

    private final Commands commands;
    private final JourneyMapDocuments documents;

    JourneyMapsController(Commands commands, JourneyMapDocuments documents) {
        this.commands = commands;
        this.documents = documents;
    }

    @PutMapping("/{id}")
    @Operation(
            summary = "Draws a journey map, or draws it anew",
            description =
                    "What differs from the last version becomes the next one; the same again changes nothing. Earlier versions stay.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<ResponseEntity<JourneyMapView>> put(
            @PathVariable String id, @Valid @RequestBody JourneyMapRequest body, ServerHttpRequest request) {
        if (id.isBlank() || id.length() > MapStage.LONGEST_NAME || !id.matches(MapStage.TEXT)) {
            throw unknown();
        }
        var terms = body.terms();
        return commands.<Defined>send(new Define(JourneyMapId.named(id), terms, expected(request)))
                .map(defined -> {
                    var answer = defined.isNew() ? ResponseEntity.created(location(id)) : ResponseEntity.ok();
                    return answer.eTag(Etags.of(defined.state()))
                            .body(JourneyMapView.of(
                                    id, defined.version(), State.CURRENT, terms, defined.definedAt(), defined.state()));
                });
    }

    private static URI location(String id) {
        return UriComponentsBuilder.fromPath("/api/v1/journey-maps")
                .pathSegment(id)
                .build()
                .encode()
                .toUri();
    }

    @GetMapping("/{id}")
    @Operation(summary = "A journey map as it was last drawn, or a version of it")
    Mono<ResponseEntity<JourneyMapView>> one(@PathVariable String id, @RequestParam @Nullable Long version) {
        return Blocking.call(() -> (version == null ? documents.find(id) : documents.find(id, version))
                        .orElseThrow(JourneyMapsController::unknown))
                .map(map -> ResponseEntity.ok().eTag(Etags.of(map.tag())).body(map));
    }

    @GetMapping
    @Operation(summary = "Journey maps by id: those in use, or with state=retired those that were")
    Mono<Page<JourneyMapSummary>> list(
            @RequestParam(defaultValue = "current") String state,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        int size = Pages.limit(limit);
        var after = cursor == null ? null : Pages.parts(cursor, 1).getFirst();
        var asked =
                switch (state) {
                    case "current" -> State.CURRENT;
                    case "retired" -> State.RETIRED;
                    default -> throw Problem.invalid("/state", "must be current or retired");
                };
        return Blocking.call(() -> Pages.page(
                documents.list(asked, after, size).stream()
                        .map(JourneyMapSummary::of)
                        .toList(),
                size,
                map -> Pages.cursor(map.id())));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Retires a journey map; its versions stay")
    Mono<Void> retire(@PathVariable String id, ServerHttpRequest request) {
        return commands.send(new Retire(JourneyMapId.named(id), expected(request)))
                .then();
    }

    private static @Nullable Long expected(ServerHttpRequest request) {
        OptionalLong version = Etags.ifMatch(request);
        return version.isPresent() ? version.getAsLong() : null;
    }

    private static Problem unknown() {
        return Problem.notFound("There is no such journey map, or no such version of it");
    }
}
