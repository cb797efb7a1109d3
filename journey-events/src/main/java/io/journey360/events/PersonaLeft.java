package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * The persona that was assigned under this identity holds no longer.
 *
 * @param because what made the rule fail
 * @param failed JSON pointer into the rule to the first condition that fails; null when it is not the rule that failed: the
 *     identity is part of another person now, or the person's consent to analytics is demanded and no longer held
 */
@Revision("1")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PersonaLeft(
        PersonaId persona,
        long version,
        IdentityKey identity,
        PersonaCause because,
        @Nullable String failed,
        Instant occurredAt)
        implements PersonaEvent {}
