package io.journey360.profile.profiles;

import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Roles;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.domain.ProfileCommand.AttachIdentity;
import io.journey360.profile.domain.ProfileCommand.Identity;
import io.journey360.profile.domain.ProfileCommand.OpenProfile;
import io.journey360.profile.domain.ProfileNames;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.PathIds;
import io.journey360.profile.traits.PersonTraits;
import io.journey360.profile.traits.TraitsPatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/profiles")
@Tag(name = "Profiles")
class ProfilesController {

    private static final String PATH = "/api/v1/profiles/";
    private static final String EXAMPLE = """
            {"identities": [{"customer": "c-17"}, {"anonymous": "cookie-9", "source": "web-shop"}], "traits": {"name": "Anna", "email": "anna@example.com"}}""";

    /**
     * @param identities the customer, if it is known, and the devices or cookies that are theirs
     * @param traits personal data of the customer, by name
     */
    record OpenRequest(
            @Nullable List<@Nullable IdentityRequest> identities,
            @Nullable JsonNode traits) {}

    private final Links links;
    private final PathIds ids;
    private final Commands commands;
    private final Pseudonyms pseudonyms;
    private final PersonTraits traits;
    private final PersonReader people;

    ProfilesController(
            Links links,
            PathIds ids,
            Commands commands,
            Pseudonyms pseudonyms,
            PersonTraits traits,
            PersonReader people) {
        this.links = links;
        this.ids = ids;
        this.commands = commands;
        this.pseudonyms = pseudonyms;
        this.traits = traits;
        this.people = people;
    }

    @PostMapping
    @Operation(
            summary = "Opens a profile for a customer or an anonymous identity, and says which identities are theirs",
            description = """
                    All identities become one person, or none. Traits are personal data: they are sealed, told of the customer (or the \
                    first identity), and change what was known of the person, as `PATCH …/traits` does.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<ResponseEntity<PersonAnswer>> open(@RequestBody OpenRequest request, ServerWebExchange exchange) {
        return Blocking.call(() -> {
                    var command = command(request);
                    links.catchUp();
                    boolean isGone =
                            links.erasures().gone(command.identity().key()).isPresent();
                    return new OpenProfile(command.identity(), command.others(), isGone);
                })
                .flatMap(command -> {
                    var patch = TraitsPatch.of(request.traits(), "/traits");
                    return commands.<Boolean>send(command)
                            .flatMap(isNew -> traits.change(command.identity().key(), patch)
                                    .then(answer(command.identity(), isNew, exchange)));
                });
    }

    private OpenProfile command(OpenRequest request) {
        TraitsPatch.of(request.traits(), "/traits");
        var identities = checked(request.identities()).stream()
                .map(i -> i.identity(pseudonyms))
                .distinct()
                .toList();
        var first = identities.stream()
                .filter(i -> i.kind() == IdentityKind.CUSTOMER)
                .findFirst()
                .orElseGet(identities::getFirst);
        return new OpenProfile(
                first, identities.stream().filter(i -> !i.equals(first)).toList());
    }

    private static List<IdentityRequest> checked(@Nullable List<@Nullable IdentityRequest> identities) {
        if (identities == null || identities.isEmpty()) {
            throw Problem.invalid("/identities", "must have at least one identity");
        }
        var problem = Problem.of(400, "invalid-request", "The request is not valid");
        for (int i = 0; i < identities.size(); i++) {
            check(identities.get(i), "/identities/" + i, problem);
        }
        if (!problem.errors().isEmpty()) {
            throw problem;
        }
        return identities.stream()
                .<IdentityRequest>mapMulti((i, all) -> {
                    if (i != null) {
                        all.accept(i);
                    }
                })
                .toList();
    }

    private static void check(@Nullable IdentityRequest identity, String pointer, Problem problem) {
        if (identity == null) {
            problem.at(pointer, "must not be null");
        } else {
            identity.check(pointer, problem);
        }
    }

    @GetMapping("/{id}")
    @Operation(summary = "The person behind a profile or an identity, with the history of its links and merges")
    Mono<ResponseEntity<PersonAnswer>> one(@PathVariable String id, ServerWebExchange exchange) {
        return Blocking.call(() -> {
            links.requireStarted();
            var member = ids.resolve(id).key();
            return ResponseEntity.ok()
                    .eTag(Etags.of(people.version(member)))
                    .cacheControl(CacheControl.noCache().cachePrivate())
                    .body(people.read(member, Roles.has(exchange.getRequest(), Roles.IDENTIFIED)));
        });
    }

    @PostMapping("/{id}/identities")
    @Operation(summary = "Makes an identity one person with this one; a second known customer joins by a merge only")
    Mono<ResponseEntity<PersonAnswer>> attach(
            @PathVariable String id, @RequestBody IdentityRequest request, ServerWebExchange exchange) {
        return Blocking.call(() -> {
                    var problem = Problem.of(400, "invalid-request", "The request is not valid");
                    request.check("", problem);
                    if (!problem.errors().isEmpty()) {
                        throw problem;
                    }
                    links.catchUp();
                    return new AttachIdentity(ids.resolve(id), request.identity(pseudonyms));
                })
                .flatMap(command ->
                        commands.<Boolean>send(command).flatMap(isNew -> answer(command.identity(), isNew, exchange)));
    }

    @PatchMapping(
            path = "/{id}/traits",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/merge-patch+json"})
    @Operation(summary = "Changes personal data: a JSON merge patch of traits by name", description = """
                    What is named takes the new value, null takes it away, the rest stays. A value is a string, a number, true, false or \
                    an object of those, which is merged too. At most 50 traits and 8 KiB of a person. People are found by the traits `email` \
                    and `phone` (an international number). Of each trait what was told latest of any of the person's identities holds.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = "application/merge-patch+json",
                            examples = @ExampleObject("{\"email\": \"anna@example.com\", \"nickname\": null}")))
    Mono<ResponseEntity<PersonAnswer>> traits(
            @PathVariable String id, @RequestBody JsonNode request, ServerWebExchange exchange) {
        var wanted = Etags.ifMatch(exchange.getRequest());
        return Blocking.call(() -> {
                    links.catchUp();
                    return ids.resolve(id);
                })
                .flatMap(identity -> traits.change(
                                identity.key(),
                                TraitsPatch.of(request, ""),
                                () -> demandVersion(wanted, identity.key()))
                        .then(answer(identity, false, exchange)));
    }

    private void demandVersion(OptionalLong wanted, IdentityKey member) {
        if (wanted.isPresent() && wanted.getAsLong() != people.version(member)) {
            throw Problem.of(412, "stale", "The person is not as If-Match has it any more");
        }
    }

    /** What was just said shows in the answer; if the fold is late, what is known by now does. */
    private Mono<ResponseEntity<PersonAnswer>> answer(Identity identity, boolean isNew, ServerWebExchange exchange) {
        return Blocking.call(() -> {
            links.caughtUp();
            var location = URI.create(PATH + ProfileNames.of(identity.key()));
            var answer = isNew
                    ? ResponseEntity.created(location)
                    : ResponseEntity.ok().location(location);
            return answer.eTag(Etags.of(people.version(identity.key())))
                    .body(people.read(identity.key(), Roles.has(exchange.getRequest(), Roles.IDENTIFIED)));
        });
    }
}
