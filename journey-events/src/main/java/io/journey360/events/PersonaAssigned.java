package io.journey360.events;

import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;

/** The person who has this identity is the persona from here on. Who is one person with it is a question of its own.
 *
 * @param because what made the rule hold
 * @param allowedBy {@link ConsentEvent#statement() statements} of the consents by which this was allowed, where one was needed
 */
@Revision("1")
public record PersonaAssigned(
        PersonaId persona,
        long version,
        IdentityKey identity,
        PersonaCause because,
        List<String> allowedBy,
        Instant occurredAt)
        implements PersonaEvent {

    public PersonaAssigned {
        allowedBy = List.copyOf(allowedBy);
    }
}
