package io.journey360.analytics.journey;

import io.journey360.analytics.facts.FactStore;
import io.journey360.analytics.facts.TraitsChange;
import io.journey360.events.IdentityKey;
import io.journey360.events.TraitHistory;
import io.journey360.platform.sealing.Opener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was known of a person as of a position, opened at each reading. All calls block. */
@Component
class PersonTraits {

    private final FactStore facts;
    private final Opener opener;
    private final JsonMapper json;

    PersonTraits(FactStore facts, Opener opener, JsonMapper json) {
        this.facts = facts;
        this.opener = opener;
        this.json = json;
    }

    /**
     * @param unreadable names of those whose key is gone, or cannot be used
     * @param version the same as long as the same was told
     */
    record Opened(SortedMap<String, JsonNode> traits, List<String> unreadable, int version) {

        @Override
        public String toString() {
            return "Opened[hidden]";
        }
    }

    /** @param erasedUpTo what stands at or below it is told of nobody */
    Opened open(int generation, Collection<IdentityKey> identities, long upTo, ToLongFunction<IdentityKey> erasedUpTo) {
        var changes = new ArrayList<TraitsChange>();
        for (var identity : identities) {
            long erased = erasedUpTo.applyAsLong(identity);
            facts.traits(generation, identity, upTo).stream()
                    .filter(change -> change.position() > erased)
                    .forEach(changes::add);
        }
        changes.sort(Comparator.comparingLong(TraitsChange::position));
        var history = new TraitHistory();
        Map<Long, TraitsChange> byPosition = new HashMap<>();
        for (var change : changes) {
            history.apply(change.position(), change.event());
            byPosition.put(change.position(), change);
        }
        var told = history.told(identities);
        var traits = new TreeMap<String, JsonNode>();
        var unreadable = new ArrayList<String>();
        told.forEach((name, last) -> {
            if (!last.removed()) {
                var event =
                        Objects.requireNonNull(byPosition.get(last.position())).event();
                var sealed = Objects.requireNonNull(event.changed().get(name));
                opener.open(event.identity(), event.change(), name, sealed)
                        .ifPresentOrElse(text -> traits.put(name, json.readTree(text)), () -> unreadable.add(name));
            }
        });
        int version = Objects.hash(
                told.values().stream().map(TraitHistory.Told::position).toList(), unreadable);
        return new Opened(traits, List.copyOf(unreadable), version);
    }
}
