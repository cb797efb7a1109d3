package io.journey360.profile.domain;

import io.journey360.events.IdentityKey;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaCause;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaEvent;
import io.journey360.events.PersonaId;
import io.journey360.events.PersonaLeft;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a persona's people. Entering and leaving of one identity is a stream of its own, one event after the other: who
 * records a step that was taken, after a crash or in another replica, is refused by the log.
 */
public final class PersonaSteps {

    /** Stream of all definitions. */
    public static final String DEFINITIONS = "personas";

    private static final String KEY_PREFIX = "id-";

    private PersonaSteps() {}

    /** @param sequence of the event in its stream */
    public record Step(String stream, long sequence, PersonaEvent event) {}

    /** @param steps that were taken of this identity before */
    public static Step assign(
            PersonaId persona,
            long version,
            IdentityKey identity,
            long steps,
            PersonaCause because,
            List<String> allowedBy,
            Instant now) {
        return new Step(
                stream(persona, version, identity),
                steps,
                new PersonaAssigned(persona, version, identity, because, allowedBy, now));
    }

    /** @param steps that were taken of this identity before */
    public static Step leave(
            PersonaId persona,
            long version,
            IdentityKey identity,
            long steps,
            PersonaCause because,
            @Nullable String failed,
            Instant now) {
        return new Step(
                stream(persona, version, identity),
                steps,
                new PersonaLeft(persona, version, identity, because, failed, now));
    }

    public static Step evaluated(PersonaId persona, long version, long people, Instant now) {
        return new Step(name(persona, version), 0, new PersonaEvaluated(persona, version, people, now));
    }

    public static String stream(PersonaId persona, long version, IdentityKey identity) {
        return name(persona, version) + "-" + identity.value().substring(KEY_PREFIX.length());
    }

    private static String name(PersonaId persona, long version) {
        return persona.value() + "@" + version;
    }
}
