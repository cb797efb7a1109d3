package io.journey360.profile.personas;

import io.journey360.events.Aliased;
import io.journey360.events.CatalogueEvent;
import io.journey360.events.ConsentEvent;
import io.journey360.events.CustomersMerged;
import io.journey360.events.ErasureEvent;
import io.journey360.events.Horizons;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.LinkConflicted;
import io.journey360.events.MergeUndone;
import io.journey360.events.PersonaEvent;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileOpened;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.TraitsChanged;
import io.journey360.profile.links.FoldedEvent;
import io.journey360.profile.personas.Evidence.Stated;
import io.journey360.profile.personas.Evidence.Told;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the log tells of the conditions of one rule, identity by identity. Takes about 250 bytes for an identity that a condition ever
 * matched and 120 for each match. Not thread-safe.
 */
final class RuleEvidence {

    private static final String TRAITS = "traits";

    private final List<Rule.Happened> happenings = new ArrayList<>();
    private final List<Rule.Trait> traits = new ArrayList<>();
    private final Set<String> purposes;
    private final boolean ofAnybody;
    private final OpenedTraits opened;
    private final Map<IdentityKey, Evidence> evidence = new HashMap<>();
    private final Map<Long, IdentityKey> byKey = new HashMap<>();
    private final Horizons horizons = new Horizons();
    private Set<Long> retracted;

    /**
     * @param purposes of which it matters whether they are allowed
     * @param ofAnybody whether somebody matters of whom no condition is told anything
     * @param retracted keys of all that was taken back up to where this fold is; it adds its own
     */
    RuleEvidence(Rule rule, Set<String> purposes, boolean ofAnybody, OpenedTraits opened, Set<Long> retracted) {
        this.purposes = purposes;
        this.ofAnybody = ofAnybody;
        this.opened = opened;
        this.retracted = retracted;
        for (var condition : rule.conditions()) {
            switch (condition) {
                case Rule.Happened happened -> happenings.add(happened);
                case Rule.Trait trait -> traits.add(trait);
                case Rule.Consent consent -> {} // among the purposes
            }
        }
    }

    /** Goes on with what others that have come as far know to be taken back: one set is enough for all. */
    void shareRetracted(Set<Long> ofAll) {
        retracted = ofAll;
    }

    /** What the identities bring together; {@link Evidence.OfPerson#NOBODY} when nothing is known of any. */
    Evidence.OfPerson of(Collection<IdentityKey> identities) {
        var parts = new ArrayList<Evidence>(1);
        for (var identity : identities) {
            var part = evidence.get(identity);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? Evidence.OfPerson.NOBODY : new Evidence.OfPerson(parts);
    }

    /** Takes in what the event tells, and says of whom. */
    Set<IdentityKey> take(FoldedEvent folded) {
        var touched = new LinkedHashSet<IdentityKey>(2);
        switch (folded.event()) {
            case JourneyEvent e -> {
                take(e, folded.message(), touched);
                know(e.moment().customer(), touched);
                know(e.moment().anonymous(), touched);
            }
            case Retracted e -> retract(key(e.source(), e.retractedId()), touched);
            case TraitsChanged e -> {
                take(e, folded.position(), touched);
                know(e.identity(), touched);
            }
            case ConsentEvent e -> {
                if (purposes.contains(e.purpose())) {
                    of(e.identity())
                            .state(
                                    e.purpose(),
                                    new Stated(e.occurredAt(), folded.position(), e.granted(), e.statement()));
                    touched.add(e.identity());
                }
            }
            case ProfileErased e -> e.identities().forEach(this::forget);
            case RetentionDue e -> drop(e, touched);
            case ProfileOpened e -> know(e.identity(), touched);
            case IdentityAttached e -> {
                know(e.customer(), touched);
                know(e.anonymous(), touched);
            }
            case Identified e -> {
                know(e.customer(), touched);
                know(e.anonymous(), touched);
            }
            case Aliased e -> {
                know(e.customer(), touched);
                know(e.previous(), touched);
            }
            case CustomersMerged e -> {
                know(e.first(), touched);
                know(e.second(), touched);
            }
            case MergeUndone e -> {}
            case LinkConflicted e -> {}
            case ErasureEvent e -> {}
            case PersonaEvent e -> {}
            case RetentionEvent e -> {}
            case CatalogueEvent e -> {}
        }
        return touched;
    }

    private Evidence of(IdentityKey identity) {
        return evidence.computeIfAbsent(identity, key -> new Evidence());
    }

    /** Where a rule can hold for somebody of whom nothing is known, it matters who there is. */
    private void know(@Nullable IdentityKey identity, Set<IdentityKey> touched) {
        if (ofAnybody && identity != null && !evidence.containsKey(identity)) {
            of(identity);
            touched.add(identity);
        }
    }

    private void take(JourneyEvent event, String message, Set<IdentityKey> touched) {
        var moment = event.moment();
        for (var happened : happenings) {
            if (happened.type() == event.type() && happened.events().test(event)) {
                long key = key(moment.source(), moment.id() == null ? message : moment.id());
                if (retracted.contains(key)
                        || horizons.passed(event.type().wireName(), moment.identity(), moment.occurredAt())) {
                    return;
                }
                of(moment.identity())
                        .matches(happened.number())
                        .add(moment.occurredAt().toEpochMilli(), key);
                byKey.put(key, moment.identity());
                touched.add(moment.identity());
            }
        }
    }

    private void take(TraitsChanged event, long position, Set<IdentityKey> touched) {
        if (horizons.passed(TRAITS, event.identity(), event.occurredAt())) {
            return;
        }
        for (var trait : traits) {
            boolean present = event.changed().containsKey(trait.name());
            if (present || event.removed().contains(trait.name())) {
                var value = present ? opened.value(event, trait.name()).orElse(null) : null;
                of(event.identity())
                        .tell(
                                trait.number(),
                                new Told(
                                        event.occurredAt(),
                                        position,
                                        value != null,
                                        trait.is().test(value)));
                touched.add(event.identity());
            }
        }
    }

    private void retract(long key, Set<IdentityKey> touched) {
        retracted.add(key);
        var identity = byKey.remove(key);
        if (identity != null) {
            of(identity).matches().forEach(matches -> matches.remove(key));
            touched.add(identity);
        }
    }

    private void forget(IdentityKey identity) {
        var gone = evidence.remove(identity);
        if (gone != null) {
            gone.matches().forEach(matches -> matches.forEachKey(byKey::remove));
        }
    }

    private void drop(RetentionDue due, Set<IdentityKey> touched) {
        horizons.apply(due);
        var whose = due.identities().isEmpty() ? List.copyOf(evidence.keySet()) : due.identities();
        for (var identity : whose) {
            var known = evidence.get(identity);
            if (known != null && drop(due, known)) {
                touched.add(identity);
            }
        }
    }

    private boolean drop(RetentionDue due, Evidence known) {
        boolean dropped = false;
        for (var happened : happenings) {
            if (due.kinds().contains(happened.type().wireName())) {
                dropped |= known.matches(happened.number())
                        .removeBefore(firstMillisecondFrom(due.before()), byKey::remove);
            }
        }
        if (due.kinds().contains(TRAITS)) {
            for (var trait : traits) {
                dropped |= known.forgetTold(trait.number(), due.before());
            }
        }
        return dropped;
    }

    private static long firstMillisecondFrom(Instant moment) {
        long millis = moment.toEpochMilli();
        return Instant.ofEpochMilli(millis).isBefore(moment) ? millis + 1 : millis;
    }

    /** Names an event in 64 bits. */
    static long key(String source, String id) {
        var name = source.length() + "/" + source + id;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }
}
