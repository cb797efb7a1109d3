package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A persona was defined, or defined anew.
 *
 * @param version counts the definitions of this persona from 1
 * @param rule JSON; whom it holds for is decided by profile-service alone, everybody else goes by {@link PersonaAssigned}
 */
@Revision("1")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PersonaDefined(
        PersonaId persona,
        long version,
        String name,
        @Nullable String description,
        String rule,
        Instant occurredAt) implements PersonaEvent {}
