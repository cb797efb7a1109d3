package io.journey360.profile.personas;

import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaCause;
import io.journey360.events.PersonaLeft;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Who the log says is a persona in one version. One thread folds, any may read who is. */
final class Recorded {

    /** @param since when it was recorded */
    record Member(Instant since, PersonaCause because) {}

    private final ConcurrentNavigableMap<IdentityKey, Member> members = new ConcurrentSkipListMap<>();
    private final Map<IdentityKey, Integer> steps = new ConcurrentHashMap<>();
    private final Map<IdentityKey, Integer> forgotten = new ConcurrentHashMap<>();

    void apply(PersonaAssigned event) {
        members.put(event.identity(), new Member(event.occurredAt(), event.because()));
        steps.merge(event.identity(), 1, Integer::sum);
    }

    void apply(PersonaLeft event) {
        members.remove(event.identity());
        steps.merge(event.identity(), 1, Integer::sum);
    }

    /** Whoever is erased is nothing any more; what is recorded of the identity later follows what was. */
    void erase(IdentityKey identity) {
        members.remove(identity);
        if (steps.containsKey(identity)) {
            forgotten.put(identity, steps(identity));
        }
    }

    boolean has(IdentityKey identity) {
        return members.containsKey(identity);
    }

    Optional<Member> find(IdentityKey identity) {
        return Optional.ofNullable(members.get(identity));
    }

    /** By identity key. */
    ConcurrentNavigableMap<IdentityKey, Member> members() {
        return members;
    }

    /** How often somebody entered or left under this identity. */
    int steps(IdentityKey identity) {
        return steps.getOrDefault(identity, 0);
    }

    /** How many of the {@link #steps} were taken before the identity was erased, so are told of nobody. */
    int forgotten(IdentityKey identity) {
        return forgotten.getOrDefault(identity, 0);
    }
}
