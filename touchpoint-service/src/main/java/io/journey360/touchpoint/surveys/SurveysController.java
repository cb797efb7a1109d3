package io.journey360.touchpoint.surveys;

import io.journey360.events.SurveyId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.journey360.touchpoint.surveys.domain.SurveyCommand.Define;
import io.journey360.touchpoint.surveys.domain.SurveyCommand.Defined;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/surveys")
@Tag(name = "Touchpoints")
class SurveysController {

    private final Commands commands;
    private final SurveyDocuments documents;
    private final DefinedSurveys defined;

    SurveysController(Commands commands, SurveyDocuments documents, DefinedSurveys defined) {
        this.commands = commands;
        this.documents = documents;
        this.defined = defined;
    }

    @PutMapping("/{id}")
    @Operation(
            summary = "Defines a survey under the name that reviews use, or defines it anew",
            description =
                    "Its kind says how answers are summed up and cannot be changed. Reviews of a defined survey must lie within its scale;"
                            + " those given before keep the scale they were given on.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject("""
                    {"question": "How hard was it to get what you came for?", "kind": "ces", "scale": {"min": 1, "max": 5},
                     "direction": "lower-better", "method": "mail the day after"}""")))
    Mono<ResponseEntity<SurveyView>> put(
            @PathVariable String id, @Valid @RequestBody SurveyRequest body, ServerHttpRequest request) {
        if (id.isBlank() || id.length() > SurveyRequest.LONGEST_NAME || !id.matches(SurveyRequest.TEXT)) {
            throw unknown();
        }
        var terms = body.terms(id);
        return commands.<Defined>send(new Define(SurveyId.named(id), terms, expected(request)))
                .map(done -> {
                    var view = SurveyView.of(id, done.version(), terms);
                    defined.note(view);
                    var answer = done.isNew() ? ResponseEntity.created(location(id)) : ResponseEntity.ok();
                    return answer.eTag(Etags.of(done.version())).body(view);
                });
    }

    private static URI location(String id) {
        return UriComponentsBuilder.fromPath("/api/v1/surveys")
                .pathSegment(id)
                .build()
                .encode()
                .toUri();
    }

    @GetMapping("/{id}")
    @Operation(summary = "A survey as it was last defined")
    Mono<ResponseEntity<SurveyView>> one(@PathVariable String id) {
        return Blocking.call(() -> documents.find(id).orElseThrow(SurveysController::unknown))
                .map(view -> ResponseEntity.ok().eTag(Etags.of(view.version())).body(view));
    }

    @GetMapping
    @Operation(summary = "Surveys by id")
    Mono<Page<SurveyView>> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        int size = Pages.limit(limit);
        var after = cursor == null ? null : Pages.parts(cursor, 1).getFirst();
        return Blocking.call(() -> Pages.page(documents.list(after, size), size, view -> Pages.cursor(view.id())));
    }

    private static @Nullable Long expected(ServerHttpRequest request) {
        var version = Etags.ifMatch(request);
        return version.isPresent() ? version.getAsLong() : null;
    }

    private static Problem unknown() {
        return Problem.notFound("No survey of this name is defined");
    }
}
