package io.journey360.profile.consents;

import io.journey360.events.ConsentHistory;
import io.journey360.events.ConsentHistory.Statement;
import io.journey360.events.IdentityKey;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.http.Etags;
import io.journey360.platform.http.Pages;
import io.journey360.platform.http.Roles;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.problem.Problem;
import io.journey360.platform.sealing.Erasures;
import io.journey360.profile.consents.ConsentsAnswer.Held;
import io.journey360.profile.consents.ConsentsAnswer.StatementAnswer;
import io.journey360.profile.domain.ConsentCommand;
import io.journey360.profile.domain.ConsentCommand.GrantConsent;
import io.journey360.profile.domain.ConsentCommand.Said;
import io.journey360.profile.domain.ConsentCommand.WithdrawConsent;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.PathIds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/profiles/{id}/consents")
@Tag(name = "Profiles")
class ConsentsController {

    private static final String EXAMPLE = """
            {"granted": true, "evidence": {"wording": "2026-03", "source": "web-shop/checkout", "moment": "2026-05-01T10:00:00Z", "text": "Yes, you may look at how I use the shop"}}""";

    private final Links links;
    private final PathIds ids;
    private final Commands commands;
    private final Pseudonyms pseudonyms;
    private final Evidence evidence;
    private final Erasures erasures;
    private final ConsentSettings settings;
    private final Clock clock;

    ConsentsController(
            Links links,
            PathIds ids,
            Commands commands,
            Pseudonyms pseudonyms,
            Evidence evidence,
            Erasures erasures,
            ConsentSettings settings,
            Clock clock) {
        this.links = links;
        this.ids = ids;
        this.commands = commands;
        this.pseudonyms = pseudonyms;
        this.evidence = evidence;
        this.erasures = erasures;
        this.settings = settings;
        this.clock = clock;
    }

    @PutMapping("/{purpose}")
    @Operation(
            summary = "Records that a purpose was allowed or is not allowed any more, with the evidence",
            description = """
                    The statement stays with the identity in the path. For each purpose the latest statement of all the person's \
                    identities holds, latest by its moment. Nothing is ever deleted; the same request again records nothing. The \
                    evidence is a text or an object; of an object `wording` (version of what was agreed to), `source` and `moment` stay readable, \
                    all else is sealed.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    Mono<ResponseEntity<Held>> say(
            @PathVariable String id,
            @Parameter(example = "analytics") @PathVariable String purpose,
            @RequestBody ConsentRequest request,
            ServerWebExchange exchange) {
        var wanted = Etags.ifMatch(exchange.getRequest());
        return Blocking.call(() -> {
                    demandKnown(purpose);
                    var checked = request.checked(clock.instant());
                    links.catchUp();
                    var identity = ids.resolve(id).key();
                    if (wanted.isPresent() && wanted.getAsLong() != version(said(identity))) {
                        throw Problem.of(412, "stale", "The consents are not as If-Match has them any more");
                    }
                    return command(identity, purpose, checked);
                })
                .flatMap(command -> commands.<Boolean>send(command)
                        .flatMap(isNew ->
                                Blocking.call(() -> answer(command.said().identity(), purpose))));
    }

    private void demandKnown(String purpose) {
        if (!settings.purposes().contains(purpose)) {
            throw Problem.of(400, "unknown-purpose", "Consent is kept for the purposes that are configured")
                    .at("/purpose", "must be one of " + String.join(", ", settings.purposes()))
                    .with("purposes", settings.purposes());
        }
    }

    private ConsentCommand command(IdentityKey identity, String purpose, ConsentRequest.Checked checked) {
        var moment = checked.moment();
        var wording = checked.wording();
        var text = checked.text();
        var statement = pseudonyms.hmac(
                "consent-statement",
                identity.value(),
                purpose,
                String.valueOf(checked.granted()),
                wording == null ? "" : wording,
                checked.source(),
                moment == null ? "" : moment.toString(),
                text == null ? "" : text,
                erasures.erasedAt(identity).map(Instant::toString).orElse(""));
        var sealed = text == null
                ? null
                : evidence.sealed(identity, statement, text, moment == null ? clock.instant() : moment)
                        .orElse(null);
        var said = new Said(identity, purpose, wording, checked.source(), moment, statement, sealed);
        return checked.granted() ? new GrantConsent(said) : new WithdrawConsent(said);
    }

    /** What was just said shows in the answer; if the fold is late, what is known by now does. */
    private ResponseEntity<Held> answer(IdentityKey identity, String purpose) {
        links.caughtUp();
        var said = said(identity);
        var held = ConsentHistory.inForce(said).get(purpose);
        return ResponseEntity.ok()
                .eTag(Etags.of(version(said)))
                .body(Held.of(purpose, held == null ? null : StatementAnswer.of(held)));
    }

    private List<Statement> said(IdentityKey member) {
        return links.consents().said(links.persons().identitiesOf(member), Long.MAX_VALUE);
    }

    /** Another one whenever the person's statements are others. */
    private static long version(List<Statement> said) {
        return UUID.nameUUIDFromBytes(said.toString().getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits()
                >>> 1;
    }

    @GetMapping
    @Operation(summary = "What a person allows, and everything that was ever said about it", description = """
                    `at` asks about a moment: an instant for what had been said by then, whenever the log learnt it; a log position \
                    for what was known then of the person as it was known then. For each purpose `held` names the latest statement of all the \
                    person's identities; a purpose that nobody spoke of is not granted.""")
    Mono<ResponseEntity<ConsentsAnswer>> consents(
            @PathVariable String id,
            @Parameter(description = "An instant with offset, or a log position", example = "2026-05-01T10:00:00Z")
                    @RequestParam(required = false)
                    @Nullable String at,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            ServerWebExchange exchange) {
        boolean opened =
                Roles.has(exchange.getRequest(), Roles.IDENTIFIED) || Roles.has(exchange.getRequest(), Roles.PRIVACY);
        return Blocking.call(() -> {
            links.requireStarted();
            var member = ids.resolve(id).key();
            var asked = asked(at);
            var persons = links.persons(asked.position);
            var said = links.consents().said(persons.identitiesOf(member), asked.position).stream()
                    .filter(statement ->
                            asked.instant == null || !statement.moment().isAfter(asked.instant))
                    .toList();
            long after = cursor == null ? 0 : after(cursor);
            int size = Pages.limit(limit);
            var page = Pages.page(
                    said.stream()
                            .filter(statement -> statement.position() > after)
                            .limit(size + 1L)
                            .toList(),
                    size,
                    statement -> Pages.cursor(String.valueOf(statement.position())));
            var inForce = ConsentHistory.inForce(said);
            var shown = new LinkedHashSet<>(inForce.values());
            shown.addAll(page.items());
            var answers = opened ? evidence.opened(shown) : unopened(shown);
            return ResponseEntity.ok()
                    .eTag(Etags.of(version(said)))
                    .cacheControl(CacheControl.noCache().cachePrivate())
                    .body(new ConsentsAnswer(
                            persons.personOf(member),
                            asked.instant,
                            asked.position,
                            held(inForce, answers),
                            page.items().stream()
                                    .map(statement -> Objects.requireNonNull(answers.get(statement)))
                                    .toList(),
                            page.next()));
        });
    }

    private static Map<Statement, StatementAnswer> unopened(Collection<Statement> statements) {
        return statements.stream().collect(Collectors.toMap(Function.identity(), StatementAnswer::of));
    }

    /** Of the purposes there are, and of those there were when somebody spoke of them. */
    private List<Held> held(SortedMap<String, Statement> inForce, Map<Statement, StatementAnswer> answers) {
        var purposes = new LinkedHashSet<>(settings.purposes());
        purposes.addAll(inForce.keySet());
        var held = new ArrayList<Held>();
        for (var purpose : purposes) {
            var statement = inForce.get(purpose);
            held.add(Held.of(purpose, statement == null ? null : answers.get(statement)));
        }
        return held;
    }

    /** @param instant null when a position was asked for, or nothing */
    private record Asked(long position, @Nullable Instant instant) {}

    private Asked asked(@Nullable String at) {
        long newest = links.position();
        if (at == null) {
            return new Asked(newest, null);
        }
        if (!at.isEmpty() && at.length() <= 18 && at.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Asked(Math.min(Long.parseLong(at), newest), null);
        }
        try {
            return new Asked(newest, OffsetDateTime.parse(at).toInstant());
        } catch (DateTimeParseException e) {
            throw Problem.invalid("/at", "must be an instant with offset or a log position");
        }
    }

    private static long after(String cursor) {
        try {
            return Long.parseLong(Pages.parts(cursor, 1).getFirst());
        } catch (NumberFormatException e) {
            throw Problem.invalid("/cursor", "is not a cursor of this list");
        }
    }
}
