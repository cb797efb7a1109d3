package io.journey360.profile.profiles;

import io.journey360.events.IdentityKind;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.Etags;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.domain.ProfileCommand.AttachIdentity;
import io.journey360.profile.domain.ProfileCommand.Identity;
import io.journey360.profile.domain.ProfileCommand.OpenProfile;
import io.journey360.profile.domain.ProfileNames;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.PathIds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/profiles")
@Tag(name = "Profiles")
class ProfilesController {

    private static final String PATH = "/api/v1/profiles/";

    /**
     * @param identities the customer, if it is known, and the devices or cookies that are theirs
     * @param traits personal data; not to be had yet
     */
    record OpenRequest(
            @Nullable List<@Nullable IdentityRequest> identities,
            @Nullable JsonNode traits) {}

    private final Links links;
    private final PathIds ids;
    private final Commands commands;
    private final Pseudonyms pseudonyms;

    ProfilesController(Links links, PathIds ids, Commands commands, Pseudonyms pseudonyms) {
        this.links = links;
        this.ids = ids;
        this.commands = commands;
        this.pseudonyms = pseudonyms;
    }

    @PostMapping
    @Operation(
            summary = "Opens a profile for a customer or an anonymous identity, and says which identities are theirs")
    Mono<ResponseEntity<PersonAnswer>> open(@RequestBody OpenRequest request) {
        return Blocking.call(() -> {
                    var command = command(request);
                    links.catchUp();
                    return command;
                })
                .flatMap(
                        command -> commands.<Boolean>send(command).flatMap(isNew -> answer(command.identity(), isNew)));
    }

    private OpenProfile command(OpenRequest request) {
        refuseTraits(request.traits());
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

    /** Nothing to keep is nothing refused. */
    private static void refuseTraits(@Nullable JsonNode traits) {
        if (traits != null && !traits.isNull() && !(traits.isObject() && traits.isEmpty())) {
            throw traitsNotAvailable().at("/traits", "is not available yet");
        }
    }

    private static Problem traitsNotAvailable() {
        return Problem.of(400, "not-available", "Personal data is not taken yet: nothing could keep it sealed");
    }

    @GetMapping("/{id}")
    @Operation(summary = "The person behind a profile or an identity, with the history of its links and merges")
    Mono<ResponseEntity<PersonAnswer>> one(@PathVariable String id) {
        return Blocking.call(() -> {
            links.requireStarted();
            var person = PersonAnswer.of(ids.resolve(id).key(), links);
            return ResponseEntity.ok().eTag(Etags.of(person.version())).body(person);
        });
    }

    @PostMapping("/{id}/identities")
    @Operation(summary = "Makes an identity one person with this one; a second known customer joins by a merge only")
    Mono<ResponseEntity<PersonAnswer>> attach(@PathVariable String id, @RequestBody IdentityRequest request) {
        return Blocking.call(() -> {
                    var problem = Problem.of(400, "invalid-request", "The request is not valid");
                    request.check("", problem);
                    if (!problem.errors().isEmpty()) {
                        throw problem;
                    }
                    links.catchUp();
                    return new AttachIdentity(ids.resolve(id), request.identity(pseudonyms));
                })
                .flatMap(
                        command -> commands.<Boolean>send(command).flatMap(isNew -> answer(command.identity(), isNew)));
    }

    @PatchMapping("/{id}/traits")
    @Operation(summary = "Personal data; not to be had yet")
    Mono<Void> traits(@PathVariable String id) {
        return Blocking.call(() -> {
            links.requireStarted();
            ids.resolve(id);
            throw traitsNotAvailable().at("", "is not available yet");
        });
    }

    /** What was just said shows in the answer; if the fold is late, what is known by now does. */
    private Mono<ResponseEntity<PersonAnswer>> answer(Identity identity, boolean isNew) {
        return Blocking.call(() -> {
            links.caughtUp();
            var person = PersonAnswer.of(identity.key(), links);
            var location = URI.create(PATH + ProfileNames.of(identity.key()));
            var answer = isNew
                    ? ResponseEntity.created(location)
                    : ResponseEntity.ok().location(location);
            return answer.eTag(Etags.of(person.version())).body(person);
        });
    }
}
