package io.journey360.profile.retention;

import io.journey360.events.Aliased;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.ConsentEvent;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.ErasureCarriedOut;
import io.journey360.events.ErasureCompleted;
import io.journey360.events.ErasureRequested;
import io.journey360.events.Horizons;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.LinkConflicted;
import io.journey360.events.MergeUndone;
import io.journey360.events.PersonaEvent;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileOpened;
import io.journey360.events.RetentionCarriedOut;
import io.journey360.events.RetentionCompleted;
import io.journey360.events.RetentionDefined;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEnded;
import io.journey360.events.Retracted;
import io.journey360.events.TraitsChanged;
import io.journey360.profile.domain.RetentionSteps;
import io.journey360.profile.links.FoldedEvent;
import io.journey360.profile.links.FollowingFold;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * On which UTC days there are facts that are still kept: of everybody for each kind, and of each identity that was one person with somebody
 * who ever withdrew a consent. One thread folds, any may read.
 */
@Component
class KeptFacts implements FollowingFold {

    /** An event may be told a day before it happens. */
    private static final int MOST_DAYS_AHEAD = 1;

    private final Horizons horizons = new Horizons();
    private final Map<String, TreeSet<Long>> byKind = new HashMap<>(); // guarded by this
    private final Map<IdentityKey, KeptDays> byIdentity = new HashMap<>(); // guarded by this

    @Override
    public void fold(FoldedEvent folded, Persons before, Persons after) {
        switch (folded.event()) {
            case JourneyEvent e -> {
                var moment = e.moment();
                happened(e.type().wireName(), moment.identity(), moment.occurredAt());
                linked(folded.recordedAt(), after, moment.customer(), moment.anonymous());
            }
            case TraitsChanged e -> happened(RetentionSteps.TRAITS, e.identity(), e.occurredAt());
            case ConsentEvent e -> {
                if (e instanceof ConsentWithdrawn) {
                    withdrawn(after.identitiesOf(e.identity()), day(e.occurredAt()), day(folded.recordedAt()));
                }
            }
            case IdentityAttached e -> linked(folded.recordedAt(), after, e.customer(), e.anonymous());
            case Identified e -> linked(folded.recordedAt(), after, e.customer(), e.anonymous());
            case Aliased e -> linked(folded.recordedAt(), after, e.customer(), e.previous());
            case CustomersMerged e -> linked(folded.recordedAt(), after, e.first(), e.second());
            case RetentionDue e -> drop(e);
            case ProfileErased e -> forget(e.identities());
            case RetentionDefined e -> {}
            case RetentionEnded e -> {}
            case RetentionCarriedOut e -> {}
            case RetentionCompleted e -> {}
            case ErasureRequested e -> {}
            case ErasureCarriedOut e -> {}
            case ErasureCompleted e -> {}
            case ProfileOpened e -> {}
            case LinkConflicted e -> {}
            case MergeUndone e -> {}
            case Retracted e -> {}
            case PersonaEvent e -> {}
            case CatalogueEvent e -> {}
        }
    }

    private static long day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC).toEpochDay();
    }

    private synchronized void happened(String kind, IdentityKey identity, Instant occurredAt) {
        if (horizons.passed(kind, identity, occurredAt)) {
            return; // it arrives too late for any view
        }
        long day = day(occurredAt);
        byKind.computeIfAbsent(kind, k -> new TreeSet<>()).add(day);
        var kept = byIdentity.get(identity);
        if (kept != null) {
            kept.add(day);
        }
    }

    /** What they did before is not known here, so something may be of each day since. */
    private synchronized void withdrawn(Collection<IdentityKey> person, long since, long recorded) {
        for (var identity : person) {
            byIdentity
                    .computeIfAbsent(identity, key -> new KeptDays(Math.min(since, recorded)))
                    .addAll(since, Math.max(since, recorded) + MOST_DAYS_AHEAD);
        }
    }

    /** Whoever becomes one person with somebody that is looked after is looked after too. */
    private synchronized void linked(
            Instant recordedAt, Persons after, @Nullable IdentityKey one, @Nullable IdentityKey other) {
        if (byIdentity.isEmpty() || one == null || other == null) {
            return;
        }
        var person = after.identitiesOf(one);
        person.stream()
                .map(byIdentity::get)
                .filter(Objects::nonNull)
                .mapToLong(KeptDays::first)
                .min()
                .ifPresent(first -> withdrawn(
                        person.stream()
                                .filter(identity -> !byIdentity.containsKey(identity))
                                .toList(),
                        first,
                        day(recordedAt)));
    }

    private synchronized void drop(RetentionDue due) {
        horizons.apply(due);
        long before = day(due.before());
        if (due.identities().isEmpty()) {
            due.kinds()
                    .forEach(kind -> byKind.getOrDefault(kind, new TreeSet<>())
                            .headSet(before)
                            .clear());
        }
        for (var identity : due.identities()) {
            var kept = byIdentity.get(identity);
            if (kept != null) {
                kept.dropBefore(before);
            }
        }
    }

    private synchronized void forget(Collection<IdentityKey> identities) {
        identities.forEach(byIdentity::remove);
    }

    /** Whether anything of these kinds happened before the moment. */
    synchronized boolean anyBefore(Instant moment, Collection<String> kinds) {
        long before = day(moment);
        return kinds.stream()
                .map(byKind::get)
                .anyMatch(days -> days != null && !days.isEmpty() && days.first() < before);
    }

    /** Of those who are looked after: whoever has something from before the moment, or may have, by key. */
    synchronized List<IdentityKey> withAnyBefore(Instant moment) {
        long before = day(moment);
        var found = new ArrayList<IdentityKey>();
        byIdentity.forEach((identity, kept) -> {
            if (kept.anyBefore(before)) {
                found.add(identity);
            }
        });
        found.sort(null);
        return found;
    }
}
