package io.journey360.profile.personas;

import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaCause;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import io.journey360.profile.links.FoldedEvent;
import io.journey360.profile.personas.Evaluation.Failing;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * For whom one rule holds, and since which event or moment: folded event by event in position order, each evaluated at the moment the
 * log learnt it, and whatever time alone changes at the moment it does. So the same log gives the same, however often it is read.
 *
 * <p>A rule speaks of a person: of what happened to all identities that are one by then. One about what did <em>not</em> happen holds
 * for people whom the log has named, and not for those it was told to forget.
 *
 * <p>Takes about 250 bytes for a person that a condition ever matched, beside its evidence. Not thread-safe.
 */
final class RuleFold {

    static final String ANALYTICS = "analytics";

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
    private final boolean consentDemanded;
    private final Set<String> purposes = new TreeSet<>();
    private final RuleEvidence evidence;
    private final Consumer<IdentityKey> changed;
    private final Map<IdentityKey, Standing> standings = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::moment));
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
        this.consentDemanded = consentDemanded;
        this.changed = changed;
        for (var condition : rule.conditions()) {
            if (condition instanceof Rule.Consent consent) {
                purposes.add(consent.purpose());
            }
        }
        if (consentDemanded) {
            purposes.add(ANALYTICS);
        }
        boolean holdsForAnybody = !consentDemanded && new Evaluation(rule, Evidence.OfPerson.NOBODY, 0).holds();
        evidence = new RuleEvidence(rule, purposes, holdsForAnybody, opened, retracted);
    }

    /** @param regrouped all identities of every person the event made or unmade */
    void fold(FoldedEvent event, Persons before, Persons after, Set<IdentityKey> regrouped) {
        passTime(event.recordedAt().toEpochMilli(), before);
        var touched = evidence.take(event);
        if (event.event() instanceof ProfileErased erased) {
            erased.identities().forEach(this::forget);
        }
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
        evidence.shareRetracted(ofAll);
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
        var person = evidence.of(identities);
        return purposes.stream()
                .map(person::stated)
                .filter(stated -> stated != null && stated.granted())
                .map(stated -> Objects.requireNonNull(stated).statement())
                .toList();
    }

    private Evaluation evaluation(Collection<IdentityKey> identities, long moment) {
        return new Evaluation(rule, evidence.of(identities), moment);
    }

    private void forget(IdentityKey identity) {
        if (standings.remove(identity) != null) {
            changed.accept(identity);
        }
    }

    private void settle(IdentityKey person, Persons persons, PersonaCause cause) {
        var known = evidence.of(persons.identitiesOf(person));
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
}
