package io.journey360.touchpoint.catalogue;

import io.journey360.events.Phase;
import io.journey360.events.TouchpointId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.catalogue.TouchpointView.State;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Declare;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Declared;
import io.journey360.touchpoint.catalogue.domain.TouchpointCommand.Retire;
import io.journey360.touchpoint.catalogue.domain.TouchpointTerms;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
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
@RequestMapping("/api/v1/touchpoints")
@Tag(name = "Touchpoints")
class TouchpointsController {

    private static final int LONGEST_TEXT = 256;
    private static final int MOST_MEASURES = 20;

    /** @param target promised performance by measure, {@code {"waitSeconds": 300}} for instance */
    record TouchpointRequest(
            @NotBlank @Size(max = LONGEST_TEXT) String name,
            @Nullable @Size(max = LONGEST_TEXT) String channel,
            @Nullable @Size(max = LONGEST_TEXT) String stage,
            @Nullable Phase phase,
            @Nullable @Size(max = LONGEST_TEXT) String owner,
            @Nullable @Size(max = MOST_MEASURES) Map<@NotBlank @Size(max = LONGEST_TEXT) String, Double> target,
            @Nullable Boolean momentOfTruth) {

        TouchpointTerms terms() {
            return new TouchpointTerms(
                    name,
                    channel,
                    stage,
                    phase,
                    owner,
                    Map.copyOf(Objects.requireNonNullElse(target, Map.of())),
                    Boolean.TRUE.equals(momentOfTruth));
        }
    }

    private final Commands commands;
    private final TouchpointDocuments documents;

    TouchpointsController(Commands commands, TouchpointDocuments documents) {
        this.commands = commands;
        this.documents = documents;
    }

    @PutMapping("/{id}")
    @Operation(summary = "Declares a touchpoint under the name that events use, or declares it anew")
    Mono<ResponseEntity<TouchpointView>> put(
            @PathVariable String id, @Valid @RequestBody TouchpointRequest body, ServerHttpRequest request) {
        if (id.isBlank() || id.length() > LONGEST_TEXT) {
            throw unknown();
        }
        var terms = body.terms();
        return commands.<Declared>send(new Declare(TouchpointId.named(id), terms, expected(Etags.ifMatch(request))))
                .map(declared -> {
                    var answer = declared.isNew() ? ResponseEntity.created(location(id)) : ResponseEntity.ok();
                    return answer.eTag(Etags.of(declared.version())).body(view(id, terms, declared.version()));
                });
    }

    private static URI location(String id) {
        return UriComponentsBuilder.fromPath("/api/v1/touchpoints")
                .pathSegment(id)
                .build()
                .encode()
                .toUri();
    }

    @GetMapping("/{id}")
    @Operation(summary = "A touchpoint as it was last declared")
    Mono<ResponseEntity<TouchpointView>> one(@PathVariable String id) {
        return Blocking.call(() -> documents.find(id).orElseThrow(TouchpointsController::unknown))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    @GetMapping
    @Operation(
            summary = "Touchpoints by name",
            description = "Those declared, or with state those retired, or those whose names events use although nobody"
                    + " declared them")
    Mono<Page<TouchpointView>> list(
            @RequestParam(defaultValue = "declared") String state,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        int size = Pages.limit(limit);
        var after = cursor == null ? null : Pages.parts(cursor, 1).getFirst();
        var asked = Arrays.stream(State.values())
                .filter(each -> each.wireName().equals(state))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("/state", "must be declared, retired or undeclared"));
        return Blocking.call(
                () -> Pages.page(documents.list(asked, after, size), size, view -> Pages.cursor(view.id())));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Retires a touchpoint; its events stay")
    Mono<Void> retire(@PathVariable String id, ServerHttpRequest request) {
        return commands.send(new Retire(TouchpointId.named(id), expected(Etags.ifMatch(request))))
                .then();
    }

    private static @Nullable Long expected(OptionalLong version) {
        return version.isPresent() ? version.getAsLong() : null;
    }

    private static TouchpointView view(String id, TouchpointTerms terms, long version) {
        return new TouchpointView(
                id,
                State.DECLARED,
                terms.name(),
                terms.channel(),
                terms.stage(),
                terms.phase(),
                terms.owner(),
                terms.target(),
                terms.momentOfTruth(),
                version);
    }

    private static Problem unknown() {
        return Problem.notFound("No touchpoint of this name is declared");
    }
}
