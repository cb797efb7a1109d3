package io.journey360.profile.retention;

import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.consents.ConsentSettings;
import io.journey360.profile.domain.RetentionCommand.DefineRetention;
import io.journey360.profile.domain.RetentionCommand.Defined;
import io.journey360.profile.domain.RetentionCommand.EndRetention;
import io.journey360.profile.links.Links;
import io.journey360.profile.retention.RetentionAnswer.RunAnswer;
import io.journey360.profile.retention.RetentionRules.Rule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.util.regex.Pattern;
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
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/retention")
@Tag(name = "Retention")
class RetentionController {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private final Commands commands;
    private final RetentionRules rules;
    private final Links links;
    private final ConsentSettings consents;
    private final Clock clock;

    RetentionController(Commands commands, RetentionRules rules, Links links, ConsentSettings consents, Clock clock) {
        this.commands = commands;
        this.rules = rules;
        this.links = links;
        this.consents = consents;
        this.clock = clock;
    }

    @PutMapping("/{id}")
    @Operation(summary = "Says for how long something is kept", description = """
                    A rule is either of kinds of events (and `traits`), or of a purpose of consent. Of a kind, what happened before the UTC day \
                    that lies the horizon before now leaves every view and figure, as of whatever position, and its sealed content is \
                    destroyed. Of a purpose, what happened to a person before they withdrew it goes the horizon after that, and what \
                    comes later the horizon after it happened. What was dropped stays dropped when the rule is changed or ended; the log keeps \
                    its pseudonymous events.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(
                                        name = "of kinds",
                                        value = "{\"kinds\": [\"reviewed\", \"traits\"], \"horizon\": \"P2Y\"}"),
                                @ExampleObject(
                                        name = "of a purpose",
                                        value = "{\"purpose\": \"marketing\", \"horizon\": \"P30D\"}")
                            }))
    Mono<ResponseEntity<RetentionAnswer>> put(
            @Parameter(example = "reviews") @PathVariable String id,
            @RequestBody RetentionRequest body,
            ServerHttpRequest request) {
        var rule = named(id);
        var define = new DefineRetention(rule, body.checked(consents.purposes()), expected(request));
        return commands.<Defined>send(define)
                .flatMap(defined -> Blocking.call(() -> {
                    links.catchUp();
                    var answer = defined.isNew()
                            ? ResponseEntity.created(URI.create("/api/v1/retention/" + id))
                            : ResponseEntity.ok();
                    return answer.eTag(Etags.of(defined.version()))
                            .body(RetentionAnswer.of(find(rule), clock.instant()));
                }));
    }

    @GetMapping("/{id}")
    @Operation(summary = "A retention rule as it was last defined, in force or ended")
    Mono<ResponseEntity<RetentionAnswer>> one(@Parameter(example = "reviews") @PathVariable String id) {
        return Blocking.call(() -> {
            var rule = find(id);
            return ResponseEntity.ok()
                    .eTag(Etags.of(rule.defined().version()))
                    .body(RetentionAnswer.of(rule, clock.instant()));
        });
    }

    @GetMapping
    @Operation(summary = "Retention rules by name, those that ended too")
    Mono<Page<RetentionAnswer>> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        int size = Pages.limit(limit);
        var after = cursor == null ? "" : Pages.parts(cursor, 1).getFirst();
        return Blocking.call(() -> {
            links.requireStarted();
            var now = clock.instant();
            var found = rules.all().stream()
                    .filter(rule -> rule.id().name().compareTo(after) > 0)
                    .limit(size + 1L)
                    .map(rule -> RetentionAnswer.of(rule, now))
                    .toList();
            return Pages.page(found, size, rule -> Pages.cursor(rule.id()));
        });
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends a retention rule; what it dropped stays dropped, and its runs can still be read")
    Mono<Void> end(@Parameter(example = "reviews") @PathVariable String id, ServerHttpRequest request) {
        return commands.send(new EndRetention(named(id), expected(request))).then();
    }

    @GetMapping("/{id}/runs")
    @Operation(summary = "What a retention rule dropped: its runs, the latest first")
    Mono<Page<RunAnswer>> runs(
            @Parameter(example = "reviews") @PathVariable String id,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        int size = Pages.limit(limit);
        var after = cursor == null
                ? null
                : new RetentionRunId(Pages.parts(cursor, 1).getFirst());
        return Blocking.call(() -> {
            var runs = rules.runs(find(id).id()).reversed().stream()
                    .map(RunAnswer::of)
                    .toList();
            var from = after == null
                    ? runs
                    : runs.stream()
                            .dropWhile(run -> !run.run().equals(after))
                            .skip(1)
                            .toList();
            return Pages.page(
                    from.subList(0, Math.min(from.size(), size + 1)),
                    size,
                    run -> Pages.cursor(run.run().value()));
        });
    }

    @GetMapping("/{id}/runs/{run}")
    @Operation(summary = "One run of a retention rule, with what each service dropped")
    Mono<RunAnswer> run(
            @Parameter(example = "reviews") @PathVariable String id,
            @Parameter(example = "retention-run-reviews.1.2024-05-01") @PathVariable String run) {
        return Blocking.call(() -> rules.find(find(id).id(), new RetentionRunId(run))
                .map(RunAnswer::of)
                .orElseThrow(() -> Problem.notFound("The rule has no run of this id")));
    }

    private Rule find(String id) {
        links.requireStarted();
        return find(named(id));
    }

    private Rule find(RetentionId id) {
        return rules.find(id).orElseThrow(RetentionController::unknown);
    }

    private static RetentionId named(String id) {
        if (!NAME.matcher(id).matches()) {
            throw unknown();
        }
        return RetentionId.named(id);
    }

    private static @Nullable Long expected(ServerHttpRequest request) {
        var version = Etags.ifMatch(request);
        return version.isPresent() ? version.getAsLong() : null;
    }

    private static Problem unknown() {
        return Problem.notFound("No retention rule of this name is defined; a name has 1 to 64 of a-z, 0-9 and -");
    }
}
