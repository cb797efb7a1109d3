package io.journey360.profile.personas;

import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaCause;
import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaLeft;
import io.journey360.events.Persons;
import io.journey360.events.ProfileErased;
import io.journey360.profile.domain.PersonaSteps;
import io.journey360.profile.domain.PersonaSteps.Step;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a persona: for whom its rule holds, for whom that is recorded, and where the two differ. Its owner locks, but
 * for what the log says of it.
 */
final class PersonaVersion {

    private final Rule rule;
    private final Recorded recorded = new Recorded();
    private final Set<IdentityKey> differing = new LinkedHashSet<>();
    private volatile PersonaDefined definition;
    private volatile @Nullable PersonaEvaluated evaluated;

    /** Null until the log has been read for it. */
    private volatile @Nullable RuleFold fold;

    PersonaVersion(PersonaDefined definition, Rule rule) {
        this.definition = definition;
        this.rule = rule;
    }

    Rule rule() {
        return rule;
    }

    PersonaDefined definition() {
        return definition;
    }

    /** Another name for the same rule. */
    void rename(PersonaDefined event) {
        definition = event;
    }

    Recorded recorded() {
        return recorded;
    }

    @Nullable PersonaEvaluated evaluated() {
        return evaluated;
    }

    @Nullable RuleFold fold() {
        return fold;
    }

    /** From here on the rule is folded with everything else. */
    void join(RuleFold caughtUp) {
        fold = caughtUp;
        caughtUp.people().forEach(this::compare);
        recorded.members().keySet().forEach(this::compare);
    }

    void compare(IdentityKey identity) {
        var current = fold;
        if (current != null && current.holdsFor(identity) != recorded.has(identity)) {
            differing.add(identity);
        } else {
            differing.remove(identity);
        }
    }

    void record(PersonaAssigned event) {
        recorded.apply(event);
        compare(event.identity());
    }

    void record(PersonaLeft event) {
        recorded.apply(event);
        compare(event.identity());
    }

    void record(PersonaEvaluated event) {
        evaluated = event;
    }

    void record(ProfileErased event) {
        for (var identity : event.identities()) {
            recorded.erase(identity);
            compare(identity);
        }
    }

    boolean isEvaluated() {
        return evaluated != null;
    }

    /** Whether there is anything to record. */
    boolean isDue() {
        return fold != null && (evaluated == null || !differing.isEmpty());
    }

    /** What is to be recorded; when nothing is left, that everybody was looked at. */
    List<Step> due(Persons persons, Instant now, int limit) {
        var current = fold;
        if (current == null) {
            return List.of();
        }
        if (differing.isEmpty()) {
            return evaluated != null
                    ? List.of()
                    : List.of(PersonaSteps.evaluated(
                            definition.persona(),
                            definition.version(),
                            recorded.members().size(),
                            now));
        }
        return differing.stream()
                .limit(limit)
                .map(identity -> step(identity, current, persons, now))
                .toList();
    }

    private Step step(IdentityKey identity, RuleFold current, Persons persons, Instant now) {
        var standing = current.standing(identity);
        var because = standing.map(RuleFold.Standing::because)
                .orElseGet(
                        () -> PersonaCause.timePassed(now)); // the rule reads otherwise than it did in another release
        int steps = recorded.steps(identity);
        return current.holdsFor(identity)
                ? PersonaSteps.assign(
                        definition.persona(),
                        definition.version(),
                        identity,
                        steps,
                        because,
                        current.allowedBy(persons.identitiesOf(identity)),
                        now)
                : PersonaSteps.leave(
                        definition.persona(),
                        definition.version(),
                        identity,
                        steps,
                        because,
                        standing.map(RuleFold.Standing::failed).orElse(null),
                        now);
    }
}
