package io.journey360.analytics.feed;

import io.journey360.events.IdentityKey;
import io.journey360.events.Persons;
import io.journey360.events.TraitsChanged;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is reached by which e-mail address or phone number, by their pseudonyms. A person is found by the one that holds: told
 * latest of any of its identities. One thread folds in position order, any may read meanwhile. About 250 bytes an address.
 */
public final class Contacts {

    /** What somebody is reached by. */
    public enum By {
        EMAIL(TraitsChanged.EMAIL),
        PHONE(TraitsChanged.PHONE);

        private final String trait;

        By(String trait) {
            this.trait = trait;
        }

        private @Nullable String pseudonym(TraitsChanged event) {
            return switch (this) {
                case EMAIL -> event.email();
                case PHONE -> event.phone();
            };
        }
    }

    /** @param pseudonym null when the address was taken away, or cannot be found by */
    private record Told(@Nullable String pseudonym, Instant moment, long position) {

        private static final Comparator<Told> IN_FORCE =
                Comparator.comparing(Told::moment).thenComparingLong(Told::position);
    }

    private final Map<By, Map<IdentityKey, Told>> toldOf = new EnumMap<>(By.class);
    private final Map<By, Map<String, Set<IdentityKey>>> toldAs = new EnumMap<>(By.class);

    private final Set<IdentityKey> told = ConcurrentHashMap.newKeySet();

    Contacts() {
        for (var by : By.values()) {
            toldOf.put(by, new ConcurrentHashMap<>());
            toldAs.put(by, new ConcurrentHashMap<>());
        }
    }

    /** Whether personal data was ever told of the identity. */
    public boolean tellOf(IdentityKey identity) {
        return told.contains(identity);
    }

    /** Told again about what is folded already, it changes nothing. */
    void apply(TraitsChanged event, long position) {
        told.add(event.identity());
        for (var by : By.values()) {
            if (event.changed().containsKey(by.trait)) {
                put(by, event.identity(), new Told(by.pseudonym(event), event.occurredAt(), position));
            } else if (event.removed().contains(by.trait)) {
                put(by, event.identity(), new Told(null, event.occurredAt(), position));
            }
        }
    }

    /** Nobody is reached by what was told of them. */
    void erase(Collection<IdentityKey> identities) {
        for (var identity : identities) {
            told.remove(identity);
            for (var by : By.values()) {
                var known = of(by).remove(identity);
                if (known != null && known.pseudonym != null) {
                    as(by).computeIfPresent(known.pseudonym, (pseudonym, reached) -> without(reached, identity));
                }
            }
        }
    }

    /** What was told earlier of them, of everybody if there are none, is told no more. */
    void drop(Instant before, Collection<IdentityKey> identities) {
        for (var by : By.values()) {
            var whose = identities.isEmpty() ? List.copyOf(of(by).keySet()) : identities;
            for (var identity : whose) {
                var known = of(by).get(identity);
                if (known != null && known.moment.isBefore(before)) {
                    of(by).remove(identity);
                    if (known.pseudonym != null) {
                        as(by).computeIfPresent(known.pseudonym, (pseudonym, reached) -> without(reached, identity));
                    }
                }
            }
        }
    }

    private void put(By by, IdentityKey identity, Told told) {
        var known = of(by).get(identity);
        if (known != null && Told.IN_FORCE.compare(known, told) >= 0) {
            return;
        }
        of(by).put(identity, told);
        if (known != null && known.pseudonym != null) {
            as(by).computeIfPresent(known.pseudonym, (pseudonym, identities) -> without(identities, identity));
        }
        if (told.pseudonym != null) {
            as(by).merge(told.pseudonym, Set.of(identity), Contacts::both);
        }
    }

    private static Set<IdentityKey> both(Set<IdentityKey> some, Set<IdentityKey> others) {
        var both = new TreeSet<>(some);
        both.addAll(others);
        return both;
    }

    private static @Nullable Set<IdentityKey> without(Set<IdentityKey> identities, IdentityKey one) {
        var rest = new TreeSet<>(identities);
        rest.remove(one);
        return rest.isEmpty() ? null : rest;
    }

    /** Persons that are reached by it now, each with the identity it was told of. */
    public SortedMap<IdentityKey, IdentityKey> find(By by, String pseudonym, Persons persons) {
        var found = new TreeMap<IdentityKey, IdentityKey>();
        for (var identity : as(by).getOrDefault(pseudonym, Set.of())) {
            var holds = persons.identitiesOf(identity).stream()
                    .map(of(by)::get)
                    .filter(told -> told != null)
                    .max(Told.IN_FORCE);
            if (holds.isPresent() && pseudonym.equals(holds.get().pseudonym)) {
                found.putIfAbsent(persons.personOf(identity), identity);
            }
        }
        return found;
    }

    private Map<IdentityKey, Told> of(By by) {
        return Objects.requireNonNull(toldOf.get(by));
    }

    private Map<String, Set<IdentityKey>> as(By by) {
        return Objects.requireNonNull(toldAs.get(by));
    }
}
