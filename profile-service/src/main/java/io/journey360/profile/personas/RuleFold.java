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
import io.journey360.events.PersonaCause;
import io.journey360.events.PersonaEvent;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import io.journey360.events.ProfileOpened;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionEvent;
import io.journey360.events.Retracted;
import io.journey360.events.TraitsChanged;
import io.journey360.profile.links.FoldedEvent;
import io.journey360.profile.personas.Evaluation.Failing;
import io.journey360.profile.personas.Evidence.Stated;
import io.journey360.profile.personas.Evidence.Told;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * For whom one rule holds, and since which event or moment: folded event by event in position order, each evaluated at the moment the
 * log learnt it, and whatever time alone changes at the moment it does. So the same log gives the same, however often it is read.
 *
 * <p>A rule speaks of a person: of what happened to all identities that are one by then. Whom nothing is known of a rule about what
 * did <em>not</em> happen is not asked.
 *
 * <p>Takes about 500 bytes for a person that a condition ever matched and 120 for each match. Not thread-safe.
 */
final class RuleFold {

    static final String ANALYTICS = "analytics";
    private static final String TRAITS = "traits";

    /**
     * What is the case with a person.
     *
     * @param because what made it so; null as long as the rule never held
     * @param failed where the rule fails; null when it holds, and when it is not the rule that fails
     * @param changesAt when time alone changes it
     * @param dueAt when it is looked at for that: not later, and once however often it was put off
     */
    record Standing(
            boolean holds,
            @Nullable PersonaCause because,
            @Nullable String failed,
            long changesAt,
            long dueAt) {

        private static Standing ended(PersonaCause because, @Nullable String failed) {
            return new Standing(false, because, failed, Evaluation.NEVER, Evaluation.NEVER);
        }

        private Standing lookedAt() {
            return new Standing(holds, because, failed, changesAt, Evaluation.NEVER);
        }
    }

    private record Due(long moment, IdentityKey person) {}

    /** What a person is, were they asked now. */
    record Answer(boolean holds, boolean consentMissing, Optional<Failing> failing, long changesAt) {}

    private final Rule rule;
    private final List<Rule.Happened> happenings = new ArrayList<>();
    private final List<Rule.Trait> traits = new ArrayList<>();
    private final Set<String> purposes = new TreeSet<>();
    private final boolean consentDemanded;
    private final boolean holdsForAnybody;
    private final OpenedTraits opened;
    private final Consumer<IdentityKey> changed;

    private final Map<IdentityKey, Evidence> evidence = new HashMap<>();
    private final Map<IdentityKey, Standing> standings = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::moment));
    private final Map<Long, IdentityKey> byKey = new HashMap<>();
    private Set<Long> retracted;
    private final Horizons horizons = new Horizons();
    private long now = Long.MIN_VALUE;

    /**
     * @param consentDemanded whether it holds for nobody who has not allowed analytics
     * @param retracted keys of all that was taken back up to where this fold is; it adds its own
     * @param changed is told whose standing is another
     */
    RuleFold(
            Rule rule,
            boolean consentDemanded,
            OpenedTraits opened,
            Set<Long> retracted,
            Consumer<IdentityKey> changed) {
        this.rule = rule;
        this.retracted = retracted;
        this.consentDemanded = consentDemanded;
        this.opened = opened;
        this.changed = changed;
        for (var condition : rule.conditions()) {
            switch (condition) {
                case Rule.Happened happened -> happenings.add(happened);
                case Rule.Trait trait -> traits.add(trait);
                case Rule.Consent consent -> purposes.add(consent.purpose());
            }
        }
        if (consentDemanded) {
            purposes.add(ANALYTICS);
        }
        holdsForAnybody = !consentDemanded && new Evaluation(rule, Evidence.OfPerson.NOBODY, 0).holds();
    }

    /** @param regrouped all identities of every person the event made or unmade */
    void fold(FoldedEvent event, Persons before, Persons after, Set<IdentityKey> regrouped) {
        passTime(event.recordedAt().toEpochMilli(), before);
        var touched = take(event);
        if (touched.isEmpty() && regrouped.isEmpty()) {
            return;
        }
        var cause = Causes.of(event);
        var people = new TreeSet<IdentityKey>();
        touched.forEach(identity -> people.add(after.personOf(identity)));
        for (var identity : regrouped) {
            var person = after.personOf(identity);
            people.add(person);
            if (!person.equals(identity)) {
                becomePart(identity, cause);
            }
        }
        people.forEach(person -> settle(person, after, cause));
    }

    /** Goes on with what others that have come as far know to be taken back: one set is enough for all. */
    void shareRetracted(Set<Long> ofAll) {
        retracted = ofAll;
    }

    /** Nothing happens up to the moment, in milliseconds since 1970. */
    void passTime(long moment, Persons persons) {
        while (!due.isEmpty() && due.peek().moment() <= moment) {
            var next = due.remove();
            var standing = standings.get(next.person());
            if (standing == null || standing.dueAt() != next.moment()) {
                continue;
            }
            standings.put(next.person(), standing.lookedAt());
            now = Math.max(now, next.moment());
            settle(next.person(), persons, PersonaCause.timePassed(Instant.ofEpochMilli(next.moment())));
        }
        now = Math.max(now, moment);
    }

    /** When time alone changes somebody's standing next; {@link Evaluation#NEVER} if it does not. */
    long changesAt() {
        return due.isEmpty() ? Evaluation.NEVER : due.peek().moment();
    }

    boolean holdsFor(IdentityKey person) {
        var standing = standings.get(person);
        return standing != null && standing.holds();
    }

    Optional<Standing> standing(IdentityKey person) {
        return Optional.ofNullable(standings.get(person));
    }

    /** Those for whom it holds. */
    Collection<IdentityKey> people() {
        return standings.entrySet().stream()
                .filter(entry -> entry.getValue().holds())
                .map(Map.Entry::getKey)
                .toList();
    }

    Answer ask(Collection<IdentityKey> identities, long moment) {
        var evaluation = evaluation(identities, Math.max(moment, now));
        boolean missing = consentDemanded && !evaluation.allows(ANALYTICS);
        return new Answer(
                !missing && evaluation.holds(),
                missing,
                missing ? Optional.empty() : evaluation.failing(),
                evaluation.changesAt());
    }

    /** Statements of the consents by which it holds for them. */
    List<String> allowedBy(Collection<IdentityKey> identities) {
        var person = known(identities);
        return purposes.stream()
                .map(person::stated)
                .filter(stated -> stated != null && stated.granted())
                .map(stated -> Objects.requireNonNull(stated).statement())
                .toList();
    }

    private Evaluation evaluation(Collection<IdentityKey> identities, long moment) {
        return new Evaluation(rule, known(identities), moment);
    }

    private Evidence.OfPerson known(Collection<IdentityKey> identities) {
        var parts = new ArrayList<Evidence>(1);
        for (var identity : identities) {
            var part = evidence.get(identity);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? Evidence.OfPerson.NOBODY : new Evidence.OfPerson(parts);
    }

    private void settle(IdentityKey person, Persons persons, PersonaCause cause) {
        var known = known(persons.identitiesOf(person));
        var evaluation = new Evaluation(rule, known, now);
        boolean holds = known != Evidence.OfPerson.NOBODY
                && (!consentDemanded || evaluation.allows(ANALYTICS))
                && evaluation.holds();
        long changesAt = evaluation.changesAt();
        var before = standings.get(person);
        if (before == null && !holds && changesAt == Evaluation.NEVER) {
            return;
        }
        long dueAt = before == null ? Evaluation.NEVER : before.dueAt();
        if (changesAt < dueAt) {
            due.add(new Due(changesAt, person));
            dueAt = changesAt;
        }
        boolean held = before != null && before.holds();
        if (held == holds) {
            var because = before == null ? null : before.because();
            var failed = before == null ? null : before.failed();
            standings.put(person, new Standing(holds, because, failed, changesAt, dueAt));
        } else {
            standings.put(person, new Standing(holds, cause, holds ? null : failed(evaluation), changesAt, dueAt));
            changed.accept(person);
        }
    }

    private @Nullable String failed(Evaluation evaluation) {
        return evaluation.failing().map(Failing::pointer).orElse(null);
    }

    /** The identity stands for nobody any more: it is another person's. */
    private void becomePart(IdentityKey identity, PersonaCause cause) {
        var before = standings.remove(identity);
        if (before != null && before.holds()) {
            standings.put(identity, Standing.ended(cause, null));
            changed.accept(identity);
        } else if (before != null && before.because() != null) {
            standings.put(identity, Standing.ended(before.because(), before.failed()));
        }
    }

    /** Takes in what the event tells, and says of whom. */
    private Set<IdentityKey> take(FoldedEvent folded) {
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
        if (holdsForAnybody && identity != null && !evidence.containsKey(identity)) {
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
        if (standings.remove(identity) != null) {
            changed.accept(identity);
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
