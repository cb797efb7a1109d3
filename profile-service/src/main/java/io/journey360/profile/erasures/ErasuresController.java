package io.journey360.profile.erasures;

import io.journey360.events.ErasureId;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.CreatedIds;
import io.journey360.platform.problem.Problem;
import io.journey360.profile.erasures.Receipt.Destroyed;
import io.journey360.profile.erasures.Receipt.ServiceReport;
import io.journey360.profile.erasures.Receipt.State;
import io.journey360.profile.links.ErasureHistory.Erasure;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.PathIds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
@Tag(name = "Profiles")
class ErasuresController {

    private static final String PATH = "/api/v1/erasures/";
    private static final List<String> REMAINS = List.of(
            "events under pseudonymous keys, so that they are still counted",
            "sealed texts in the log, for which no key is left",
            "this receipt and the keys' tombstones");

    private final Links links;
    private final PathIds ids;
    private final CreatedIds created;
    private final Erasing erasing;
    private final Receipts receipts;
    private final ErasureSettings settings;

    ErasuresController(
            Links links,
            PathIds ids,
            CreatedIds created,
            Erasing erasing,
            Receipts receipts,
            ErasureSettings settings) {
        this.links = links;
        this.ids = ids;
        this.created = created;
        this.erasing = erasing;
        this.receipts = receipts;
        this.settings = settings;
    }

    /** Who is erased twice gets the receipt of the first time, unless something new has arrived since. */
    @DeleteMapping("/api/v1/profiles/{id}")
    @Operation(
            summary = "Erases a person, with all identities",
            description =
                    "Answered once the person's keys are destroyed; the receipt says when every service has scrubbed what it derived.")
    Mono<ResponseEntity<Receipt>> erase(@PathVariable String id, ServerWebExchange exchange) {
        var fresh = new ErasureId(created.derive(exchange, "erasure"));
        return Blocking.call(() -> {
            var erasure = erased(id, fresh);
            return ResponseEntity.accepted()
                    .location(URI.create(PATH + erasure))
                    .body(receipt(erasure));
        });
    }

    /** One at a time, or two requests for one person would both begin. */
    private ErasureId erased(String id, ErasureId fresh) {
        synchronized (erasing) {
            links.catchUp();
            var gone = ids.named(id).flatMap(links.erasures()::gone);
            if (gone.isEmpty() && links.erasures().find(fresh).isEmpty()) {
                erasing.request(fresh, ids.resolve(id).key());
                links.caughtUp();
            }
            return gone.orElse(fresh);
        }
    }

    @GetMapping(PATH + "{id}")
    @Operation(
            summary =
                    "The receipt of an erasure: what was destroyed where and when, what remains, and whether it is genuine")
    Mono<ResponseEntity<Receipt>> one(@PathVariable String id) {
        return Blocking.call(() -> {
            links.requireStarted();
            return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(receipt(new ErasureId(id)));
        });
    }

    private Receipt receipt(ErasureId id) {
        return links.erasures()
                .find(id)
                .map(this::receipt)
                .orElseThrow(() -> Problem.notFound("There is no erasure of this id"));
    }

    private Receipt receipt(Erasure erasure) {
        var requested = erasure.requested();
        var erased = erasure.erased();
        var completed = erasure.completed();
        return new Receipt(
                requested.erasure(),
                completed == null ? State.UNDER_WAY : State.COMPLETED,
                requested.person(),
                requested.identities(),
                requested.erasedAt(),
                erased == null ? null : new Destroyed(erased.identities().size(), erased.linksDropped()),
                erasure.carriedOut().values().stream()
                        .map(done -> new ServiceReport(done.service(), done.occurredAt(), done.counts()))
                        .toList(),
                REMAINS,
                requested.erasedAt().plus(settings.backups()),
                completed == null ? null : completed.occurredAt(),
                completed == null ? null : completed.signature(),
                completed == null || erased == null
                        ? null
                        : receipts.sign(erasure, erased).equals(completed.signature()));
    }
}
