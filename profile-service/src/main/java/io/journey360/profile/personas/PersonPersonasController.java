package io.journey360.profile.personas;

import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaLeft;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Etags;
import io.journey360.profile.domain.PersonaSteps;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.PathIds;
import io.journey360.profile.personas.PersonPersonas.Change;
import io.journey360.profile.personas.PersonPersonas.Item;
import io.journey360.profile.personas.PersonPersonas.WhyNot;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Personas")
class PersonPersonasController {

    private final Personas personas;
    private final Links links;
    private final PathIds ids;
    private final EventStore events;
    private final JsonMapper json;
    private final Clock clock;

    PersonPersonasController(
            Personas personas, Links links, PathIds ids, EventStore events, JsonMapper json, Clock clock) {
        this.personas = personas;
        this.links = links;
        this.ids = ids;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping("/api/v1/profiles/{id}/personas")
    @Operation(
            summary = "Which personas a person is, since when and because of what, and why not the others",
            description = """
                    For each persona and each of its two latest versions. `because` names the event that made the person enter, or the moment until \
                    which time had to pass. `whyNot` points to the first condition of the rule that fails and says what is the case instead: how often it \
                    happened, whether the trait is known, whether the consent is given.""")
    Mono<ResponseEntity<PersonPersonas>> personas(@PathVariable String id) {
        return Blocking.call(() -> {
            links.requireStarted();
            var member = ids.resolve(id).key();
            long position = personas.position();
            var persons = links.persons(position);
            var identities = persons.identitiesOf(member);
            var items = new ArrayList<Item>();
            for (var persona : personas.all()) {
                for (var version : persona.versions()) {
                    items.add(item(persona, version, identities));
                }
            }
            return ResponseEntity.ok()
                    .eTag(etag(items))
                    .cacheControl(CacheControl.noCache().cachePrivate())
                    .body(new PersonPersonas(persons.personOf(member), position, items));
        });
    }

    private static String etag(List<Item> items) {
        var text = items.toString().getBytes(StandardCharsets.UTF_8);
        return Etags.of(UUID.nameUUIDFromBytes(text).getMostSignificantBits() >>> 1);
    }

    private Item item(Personas.Defined persona, PersonaVersion version, List<IdentityKey> identities) {
        var definition = version.definition();
        var member = identities.stream()
                .map(version.recorded()::find)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
        var asked = personas.ask(version, identities, clock.millis());
        return new Item(
                persona.id().name(),
                definition.name(),
                definition.version(),
                PersonaAnswer.state(version, persona.inForce().orElse(null)),
                member != null,
                member == null ? null : member.since(),
                member == null ? null : member.because(),
                asked == null || asked.holds() ? null : whyNot(asked, definition.rule()),
                asked == null || asked.changesAt() == Evaluation.NEVER ? null : Instant.ofEpochMilli(asked.changesAt()),
                history(version, identities));
    }

    private @Nullable WhyNot whyNot(RuleFold.Answer asked, String rule) {
        if (asked.consentMissing()) {
            return new WhyNot(null, null, null, RuleFold.ANALYTICS);
        }
        return asked.failing()
                .map(failing ->
                        new WhyNot(failing.pointer(), json.readTree(rule).at(failing.pointer()), failing.found(), null))
                .orElse(null);
    }

    /** From the streams of the identities under which anything was recorded since an erasure, if there was one. */
    private List<Change> history(PersonaVersion version, List<IdentityKey> identities) {
        var definition = version.definition();
        return identities.stream()
                .filter(identity ->
                        version.recorded().steps(identity) > version.recorded().forgotten(identity))
                .flatMap(identity -> events.readEvents(
                                PersonaSteps.stream(definition.persona(), definition.version(), identity),
                                version.recorded().forgotten(identity))
                        .asStream())
                .flatMap(message -> change(message.getPayload()).stream())
                .toList();
    }

    private static Optional<Change> change(@Nullable Object event) {
        if (event instanceof PersonaAssigned e) {
            return Optional.of(new Change(true, e.occurredAt(), e.because(), e.identity(), null, e.allowedBy()));
        }
        return event instanceof PersonaLeft e
                ? Optional.of(new Change(false, e.occurredAt(), e.because(), e.identity(), e.failed(), null))
                : Optional.empty();
    }
}
