package io.journey360.profile.personas;

import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaCause;
import io.journey360.events.PersonaId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.consents.ConsentSettings;
import io.journey360.profile.domain.PersonaCommand.DefinePersona;
import io.journey360.profile.domain.PersonaCommand.Defined;
import io.journey360.profile.domain.PersonaCommand.RetirePersona;
import io.journey360.profile.links.Links;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping(PersonasController.PATH)
@Tag(name = "Personas")
class PersonasController {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(20);

    static final String PATH = "/api/v1/personas";

    private static final String EXAMPLE = """
            {"name": "Regulars", "description": "Came three times in a quarter and may be written to",
             "rule": {"all": [
               {"event": "served", "filter": {"channel": ["desk", "kiosk"]}, "count": {"from": 3}, "within": "P90D"},
               {"not": {"event": "interacted", "filter": {"action": "complained"}, "within": "P30D"}},
               {"any": [{"trait": "tier", "is": "gold"}, {"consent": "marketing"}]}]}}""";

    private final Personas personas;
    private final Links links;
    private final Commands commands;
    private final ConsentSettings consents;
    private final JsonMapper json;

    PersonasController(Personas personas, Links links, Commands commands, ConsentSettings consents, JsonMapper json) {
        this.personas = personas;
        this.links = links;
        this.commands = commands;
        this.consents = consents;
        this.json = json;
    }

    @PutMapping("/{id}")
    @Operation(summary = "Defines a persona, or defines it anew", description = """
                    A rule is `{"all": […]}`, `{"any": […]}`, `{"not": …}` or a condition: on events (a `filter` on action, touchpoint, channel, \
                    service, location, source and attributes; a `count`, half-open, 1 or more by default; `within` an exact time before now), on \
                    a trait (`is` a value, a list, `{not}`, `{from, to}` or `{exists}`) or on a consent that holds. At most 50 conditions, 5 deep, 16 KiB. \
                    It speaks of a person, so of all identities that are one. Another rule is another version: until everybody has been looked \
                    at, the one before answers for the persona; after that both are kept up side by side until there is a third.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<ResponseEntity<PersonaAnswer>> put(
            @Parameter(example = "regulars") @PathVariable String id,
            @RequestBody PersonaRequest body,
            ServerHttpRequest request) {
        var persona = PersonaRequest.id(id);
        var terms = body.checked(consents);
        return commands.<Defined>send(new DefinePersona(persona, terms, expected(request)))
                .flatMap(done -> evaluated(persona).then(Blocking.call(() -> answer(persona, done))));
    }

    /** Waits two seconds for everybody to be looked at, so that in most systems whoever asks next finds the people. */
    private Mono<Void> evaluated(PersonaId id) {
        return Blocking.call(() -> links.caughtUp()
                        && personas.find(id)
                                .filter(persona -> persona.newest().isEvaluated())
                                .isPresent())
                .filter(there -> there)
                .repeatWhenEmpty(looks -> looks.delayElements(LOOK))
                .timeout(PATIENCE, Mono.empty())
                .then();
    }

    /** What is known by now: everybody has been looked at, or is still to be. */
    private ResponseEntity<PersonaAnswer> answer(PersonaId id, Defined done) {
        var status = done.isNew() ? ResponseEntity.created(URI.create(PATH + "/" + id.name())) : ResponseEntity.ok();
        return personas.find(id)
                .map(persona -> status.eTag(etag(persona)).body(PersonaAnswer.of(persona, false, json)))
                .orElseGet(() -> status.build());
    }

    @GetMapping
    @Operation(summary = "Personas by id, each with its two latest versions")
    Mono<ResponseEntity<Page<PersonaAnswer>>> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Pages.limit(limit);
        var after = cursor == null ? "" : Pages.parts(cursor, 1).getFirst();
        return Blocking.call(() -> {
            links.requireStarted();
            return ResponseEntity.ok(Pages.page(
                    personas.all().stream()
                            .filter(persona -> persona.id().name().compareTo(after) > 0)
                            .limit(size + 1L)
                            .map(persona -> PersonaAnswer.of(persona, false, json))
                            .toList(),
                    size,
                    answer -> Pages.cursor(answer.id())));
        });
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "A persona, its two latest versions side by side",
            description =
                    "With how many people each holds for, and how many of them are the same; those of a version that is still evaluated are fewer than they will be.")
    Mono<ResponseEntity<PersonaAnswer>> one(@PathVariable String id) {
        return Blocking.call(() -> {
            links.requireStarted();
            var persona = find(id);
            return ResponseEntity.ok().eTag(etag(persona)).body(PersonaAnswer.of(persona, true, json));
        });
    }

    @DeleteMapping("/{id}")
    @Operation(
            summary = "Retires a persona: nobody is it from here on",
            description = "Past questions still find who was. It may be defined again; its versions count on.")
    Mono<ResponseEntity<Void>> retire(@PathVariable String id, ServerHttpRequest request) {
        var expected = expected(request);
        return Blocking.call(() -> {
                    links.catchUp();
                    return find(id).id();
                })
                .flatMap(persona -> commands.<Boolean>send(new RetirePersona(persona, expected)))
                .flatMap(done -> Blocking.call(() -> {
                    links.caughtUp();
                    return ResponseEntity.noContent().build();
                }));
    }

    /**
     * A person of a persona.
     *
     * @param since when it was recorded
     */
    record Person(IdentityKey person, Instant since, PersonaCause because) {}

    @GetMapping("/{id}/people")
    @Operation(
            summary = "Who is the persona by now, by key",
            description =
                    "`version` is the one in force unless given; with `without`, those for whom that version does not hold.")
    Mono<ResponseEntity<Page<Person>>> people(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long version,
            @RequestParam(required = false) @Nullable Long without,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Pages.limit(limit);
        var after = cursor == null ? null : key(Pages.parts(cursor, 1).getFirst());
        return Blocking.call(() -> {
            links.requireStarted();
            var persona = find(id);
            var wanted = version == null
                    ? persona.inForce().orElse(persona.newest())
                    : persona.version(version).orElseThrow(() -> unknownVersion("/version"));
            var other = without == null ? null : persona.version(without).orElseThrow(() -> unknownVersion("/without"));
            var members = wanted.recorded().members();
            var people = (after == null ? members : members.tailMap(after, false))
                    .entrySet().stream()
                            .filter(member -> other == null || !other.recorded().has(member.getKey()))
                            .limit(size + 1L)
                            .map(member -> new Person(
                                    member.getKey(),
                                    member.getValue().since(),
                                    member.getValue().because()))
                            .toList();
            return ResponseEntity.ok(Pages.page(
                    people, size, person -> Pages.cursor(person.person().value())));
        });
    }

    private static Problem unknownVersion(String pointer) {
        return Problem.invalid(pointer, "must be one of the two latest versions");
    }

    private static IdentityKey key(String text) {
        if (!IdentityKey.isWellFormed(text)) {
            throw Problem.invalid("/cursor", "is not a cursor of this list");
        }
        return new IdentityKey(text);
    }

    private Personas.Defined find(String id) {
        return personas.find(PersonaRequest.id(id))
                .orElseThrow(() -> Problem.notFound("No persona of this id is defined"));
    }

    /**
     * The revision, which If-Match is compared by, and behind it what else the answer tells: counts change without anybody having
     * changed the persona.
     */
    private static String etag(Personas.Defined persona) {
        int told = 0;
        for (var version : persona.versions()) {
            told = 31 * told + version.recorded().members().size();
            told = 31 * told + (version.isEvaluated() ? 1 : 0);
        }
        return Etags.of(persona.revision() << Integer.SIZE | Integer.toUnsignedLong(told));
    }

    private static @Nullable Long expected(ServerHttpRequest request) {
        var tag = Etags.ifMatch(request);
        return tag.isPresent() ? tag.getAsLong() >>> Integer.SIZE : null;
    }
}
