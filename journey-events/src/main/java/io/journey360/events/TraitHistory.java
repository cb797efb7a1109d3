package io.journey360.events;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a person's traits stand in the log: never the values. Each change stays with the identity it was told of. Of each trait
 * what was told latest of any of the person's identities holds, by its moment, then its place in the log; so a merge brings the traits
 * of two together, and an unmerge gives each their own back.
 *
 * <p>One thread folds in position order, any may read meanwhile. An identity without traits takes nothing, one with traits about
 * 100 bytes each.
 */
public final class TraitHistory {

    /**
     * Who told last of a trait.
     *
     * @param position of the {@link TraitsChanged} that tells
     */
    public record Told(IdentityKey identity, Instant moment, long position, boolean removed) {

        private static final Comparator<Told> IN_FORCE =
                Comparator.comparing(Told::moment).thenComparingLong(Told::position);
    }

    private record Traits(Map<String, Told> byName, long position, Map<String, String> lastChanges) {

        Traits without(Instant earlierThan) {
            var kept = new TreeMap<>(byName);
            return kept.values().removeIf(told -> told.moment.isBefore(earlierThan))
                    ? new Traits(kept, position, lastChanges)
                    : this;
        }
    }

    private final Map<IdentityKey, Traits> byIdentity = new ConcurrentHashMap<>();

    /** Told again about what is folded already, it changes nothing. */
    public void apply(long position, TraitsChanged event) {
        var known = byIdentity.get(event.identity());
        if (known != null && known.position >= position) {
            return;
        }
        var byName = known == null ? new TreeMap<String, Told>() : new TreeMap<>(known.byName);
        event.changed().keySet().forEach(name -> put(byName, name, event, position, false));
        event.removed().forEach(name -> put(byName, name, event, position, true));
        var lastChanges = known == null ? new TreeMap<String, String>() : new TreeMap<>(known.lastChanges);
        lastChanges.put(event.source().intern(), event.change());
        byIdentity.put(event.identity(), new Traits(byName, position, lastChanges));
    }

    private static void put(
            Map<String, Told> byName, String name, TraitsChanged event, long position, boolean removed) {
        byName.merge(
                name.intern(), new Told(event.identity(), event.occurredAt(), position, removed), TraitHistory::later);
    }

    private static Told later(Told one, Told other) {
        return Told.IN_FORCE.compare(one, other) < 0 ? other : one;
    }

    /** Nothing is told of them any more; whose change was the last stays known, so that the next one can follow it. */
    public void erase(Collection<IdentityKey> identities) {
        for (var identity : identities) {
            byIdentity.computeIfPresent(
                    identity, (key, traits) -> new Traits(Map.of(), traits.position, traits.lastChanges));
        }
    }

    /** What was told earlier than this is told no more; of everybody if nobody is named. */
    public void dropBefore(Instant moment, Collection<IdentityKey> identities) {
        for (var identity : identities.isEmpty() ? byIdentity.keySet() : identities) {
            byIdentity.computeIfPresent(identity, (key, traits) -> traits.without(moment));
        }
    }

    /** Of each trait the change that holds; those removed too, since that hides what was told before. */
    public SortedMap<String, Told> told(Collection<IdentityKey> identities) {
        var told = new TreeMap<String, Told>();
        for (var identity : identities) {
            var traits = byIdentity.get(identity);
            if (traits != null) {
                traits.byName.forEach((name, last) -> told.merge(name, last, TraitHistory::later));
            }
        }
        return told;
    }

    /** The change that this source told last of the identity; null if it never did. */
    public @Nullable String lastChange(IdentityKey identity, String source) {
        var traits = byIdentity.get(identity);
        return traits == null ? null : traits.lastChanges.get(source);
    }
}
