package io.journey360.profile.profiles;

import static io.journey360.profile.domain.ProfileRejected.Reason.NO_CUSTOMER;

import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.MergeId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.CreatedIds;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Page;
import io.journey360.platform.http.Pages;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.domain.MergeCommand.MergeCustomers;
import io.journey360.profile.domain.MergeCommand.UndoMerge;
import io.journey360.profile.domain.ProfileCommand.Identity;
import io.journey360.profile.domain.ProfileRejected;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.PathIds;
import io.journey360.profile.profiles.PersonAnswer.MergeAnswer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/profiles/{id}/merges")
@Tag(name = "Profiles")
class MergesController {

    /** @param with a profile's id or any identity key of the other customer */
    record MergeRequest(@Nullable String with) {}

    private final Links links;
    private final PathIds ids;
    private final Commands commands;
    private final CreatedIds createdIds;
    private final PersonReader people;

    MergesController(Links links, PathIds ids, Commands commands, CreatedIds createdIds, PersonReader people) {
        this.links = links;
        this.ids = ids;
        this.commands = commands;
        this.createdIds = createdIds;
        this.people = people;
    }

    @PostMapping
    @Operation(summary = "Makes two known customers one person; undone by deleting the merge")
    Mono<ResponseEntity<MergeAnswer>> merge(
            @PathVariable String id, @RequestBody MergeRequest request, ServerWebExchange exchange) {
        return Blocking.call(() -> {
                    links.catchUp();
                    var first = customer(ids.resolve(id));
                    return new MergeCustomers(first, customer(other(request)), repeatable(exchange));
                })
                .flatMap(command -> commands.<MergeId>send(command)
                        .flatMap(merge -> Blocking.call(() -> {
                            links.caughtUp();
                            return created(id, command, merge);
                        })));
    }

    private Identity other(MergeRequest request) {
        if (request.with() == null) {
            throw Problem.invalid("/with", "is required");
        }
        return ids.find(request.with())
                .orElseThrow(() -> Problem.invalid("/with", "names no profile and no identity that is known"));
    }

    /** The side of the merge: what is undone later falls back to this customer. */
    private IdentityKey customer(Identity identity) {
        var customer = identity.kind() == IdentityKind.CUSTOMER
                ? identity.key()
                : links.persons().customerOf(identity.key());
        if (customer == null) {
            throw new ProfileRejected(
                    NO_CUSTOMER, "Only known customers are merged; an anonymous identity is attached to one");
        }
        return customer;
    }

    /** Null without Idempotency-Key: then a repeat is another request, and refused. */
    private @Nullable String repeatable(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().containsHeader("Idempotency-Key")
                ? createdIds.derive(exchange, "request")
                : null;
    }

    private ResponseEntity<MergeAnswer> created(String id, MergeCustomers command, MergeId merge) {
        var location = URI.create("/api/v1/profiles/%s/merges/%s".formatted(id, merge));
        return ResponseEntity.created(location)
                .body(latest(command.first(), merge)
                        .orElseGet(
                                () -> new MergeAnswer(merge, List.of(command.first(), command.second()), null, null)));
    }

    @GetMapping
    @Operation(summary = "Merges that ever named one of the person's customers, in the order they were made")
    Mono<ResponseEntity<Page<MergeAnswer>>> list(
            @PathVariable String id, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        return Blocking.call(() -> {
            links.requireStarted();
            var member = ids.resolve(id).key();
            long after = cursor == null ? 0 : after(cursor);
            int size = Pages.limit(limit);
            var found = PersonAnswer.merges(links.persons().linksOf(member)).stream()
                    .filter(m -> m.position() != null && m.position() > after)
                    .limit(size + 1L)
                    .toList();
            return ResponseEntity.ok()
                    .eTag(Etags.of(people.version(member)))
                    .body(Pages.page(found, size, m -> Pages.cursor(String.valueOf(m.position()))));
        });
    }

    private static long after(String cursor) {
        try {
            return Long.parseLong(Pages.parts(cursor, 1).getFirst());
        } catch (NumberFormatException e) {
            throw Problem.invalid("/cursor", "is not a cursor of this list");
        }
    }

    @GetMapping("/{merge}")
    @Operation(summary = "A merge as it stands; the last one, if the two were merged more than once")
    Mono<ResponseEntity<MergeAnswer>> one(@PathVariable String id, @PathVariable String merge) {
        return Blocking.call(() -> {
            links.requireStarted();
            var member = ids.resolve(id).key();
            return ResponseEntity.ok()
                    .eTag(Etags.of(people.version(member)))
                    .body(latest(member, new MergeId(merge)).orElseThrow(MergesController::unknown));
        });
    }

    @DeleteMapping("/{merge}")
    @Operation(summary = "Takes a merge back: the two are again whom they would be without it")
    Mono<ResponseEntity<Void>> undo(@PathVariable String id, @PathVariable String merge, ServerWebExchange exchange) {
        var wanted = Etags.ifMatch(exchange.getRequest());
        return Blocking.call(() -> {
                    links.catchUp();
                    var member = ids.resolve(id).key();
                    var known = latest(member, new MergeId(merge)).orElseThrow(MergesController::unknown);
                    if (wanted.isPresent() && wanted.getAsLong() != people.version(member)) {
                        throw Problem.of(412, "stale", "The person is not as If-Match has it any more");
                    }
                    return undone(known);
                })
                .flatMap(commands::send)
                .then(Mono.fromSupplier(() -> ResponseEntity.noContent().build()));
    }

    private static UndoMerge undone(MergeAnswer known) {
        return new UndoMerge(
                known.merge(), known.customers().getFirst(), known.customers().getLast());
    }

    private Optional<MergeAnswer> latest(IdentityKey member, MergeId merge) {
        return PersonAnswer.merges(links.persons().linksOf(member)).stream()
                .filter(m -> m.merge().equals(merge))
                .reduce((earlier, later) -> later);
    }

    private static Problem unknown() {
        return Problem.notFound("The person has no such merge");
    }
}
