package io.journey360.profile.traits;

import static io.journey360.profile.domain.ProfileRejected.Reason.TRAITS_CHANGED_MEANWHILE;

import io.journey360.events.IdentityKey;
import io.journey360.events.Sealed;
import io.journey360.events.TraitHistory.Told;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.http.Blocking;
import io.journey360.platform.http.Commands;
import io.journey360.platform.identity.ContactPseudonyms;
import io.journey360.platform.identity.Pseudonyms;
import io.journey360.platform.sealing.Opener;
import io.journey360.platform.sealing.SealedKind;
import io.journey360.platform.sealing.Sealer;
import io.journey360.profile.domain.ChangeTraits;
import io.journey360.profile.domain.ProfileNames;
import io.journey360.profile.links.Links;
import io.journey360.profile.links.RecordedEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is known of people. Values are read from the log and opened at each reading; nothing open is kept. */
@Component
public class PersonTraits {

    private static final Retry WHEN_CHANGED_MEANWHILE = Retry.backoff(8, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(200))
            .jitter(0.7)
            .filter(PersonTraits::changedMeanwhile)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());

    private final Links links;
    private final RecordedEvents events;
    private final Commands commands;
    private final Sealer sealer;
    private final Opener opener;
    private final Pseudonyms pseudonyms;
    private final JsonMapper json;
    private final Clock clock;

    PersonTraits(
            Links links,
            RecordedEvents events,
            Commands commands,
            Sealer sealer,
            Opener opener,
            Pseudonyms pseudonyms,
            JsonMapper json,
            Clock clock) {
        this.links = links;
        this.events = events;
        this.commands = commands;
        this.sealer = sealer;
        this.opener = opener;
        this.pseudonyms = pseudonyms;
        this.json = json;
        this.clock = clock;
    }

    /** @param unreadable names of those whose key is gone, or cannot be used */
    public record Opened(SortedMap<String, JsonNode> traits, List<String> unreadable) {

        @Override
        public String toString() {
            return "Opened[hidden]";
        }
    }

    /** The traits of the person with these identities. Blocks. */
    public Opened open(Collection<IdentityKey> identities) {
        return open(links.traits().told(identities));
    }

    private Opened open(SortedMap<String, Told> told) {
        var present = new TreeMap<>(told);
        present.values().removeIf(Told::removed);
        var changes = events.at(present.values().stream().map(Told::position).toList());
        var traits = new TreeMap<String, JsonNode>();
        var unreadable = new ArrayList<String>();
        present.forEach((name, last) -> {
            var event = changes.get(last.position());
            var value = event != null && event.getPayload() instanceof TraitsChanged change
                    ? value(change, name)
                    : Optional.<JsonNode>empty();
            value.ifPresentOrElse(opened -> traits.put(name, opened), () -> unreadable.add(name));
        });
        return new Opened(traits, List.copyOf(unreadable));
    }

    private Optional<JsonNode> value(TraitsChanged change, String name) {
        var sealed = change.changed().get(name);
        return sealed == null
                ? Optional.empty()
                : opener.open(change.identity(), change.change(), name, sealed).map(json::readTree);
    }

    /** Changes what is known of the person, told of this identity. Answered with whether anything changed. */
    public Mono<Boolean> change(IdentityKey identity, TraitsPatch patch) {
        return change(identity, patch, () -> {});
    }

    /** @param condition checked before each attempt; throws what the request is answered with */
    public Mono<Boolean> change(IdentityKey identity, TraitsPatch patch, Runnable condition) {
        return Blocking.call(() -> {
                    links.catchUp();
                    condition.run();
                    return command(identity, patch).orElse(null);
                })
                .flatMap(command -> commands.send(command).thenReturn(true))
                .defaultIfEmpty(false)
                .retryWhen(WHEN_CHANGED_MEANWHILE);
    }

    private static boolean changedMeanwhile(Throwable failure) {
        return failure instanceof CommandExecutionException rejected
                && rejected.getDetails()
                        .filter(TRAITS_CHANGED_MEANWHILE::equals)
                        .isPresent();
    }

    private Optional<ChangeTraits> command(IdentityKey identity, TraitsPatch patch) {
        if (patch.isEmpty()) {
            return Optional.empty();
        }
        var basedOn = links.traits().lastChange(identity, ProfileNames.SOURCE);
        var current = open(links.persons().identitiesOf(identity));
        var changes = patch.appliedTo(current.traits());
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        var change = "change-" + UUID.randomUUID();
        var sealed = sealed(identity, change, changes.changed());
        return Optional.of(new ChangeTraits(
                identity,
                change,
                basedOn,
                sealed,
                changes.removed(),
                pseudonym(changes.changed().get(TraitsChanged.EMAIL), ContactPseudonyms::email),
                pseudonym(changes.changed().get(TraitsChanged.PHONE), ContactPseudonyms::phone)));
    }

    private @Nullable String pseudonym(
            @Nullable JsonNode value, BiFunction<Pseudonyms, String, Optional<String>> form) {
        return value != null && value.isString()
                ? form.apply(pseudonyms, value.asString()).orElse(null)
                : null;
    }

    private Map<String, Sealed> sealed(IdentityKey identity, String change, SortedMap<String, JsonNode> values) {
        var now = clock.instant();
        var plain = new ArrayList<Sealer.Plain>();
        values.forEach((name, value) ->
                plain.add(new Sealer.Plain(identity, change, name, value.toString(), SealedKind.TRAITS, now)));
        var results = sealer.seal(plain);
        var sealed = new TreeMap<String, Sealed>();
        for (int i = 0; i < plain.size(); i++) {
            var name = plain.get(i).field();
            results.get(i).ifPresent(text -> sealed.put(name, text));
        }
        return sealed;
    }
}
