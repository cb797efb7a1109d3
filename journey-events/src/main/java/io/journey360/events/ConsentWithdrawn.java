package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A customer no longer allows a purpose, or never did and says so.
 *
 * @param statement the same for the same statement of this identity: a keyed hash; the evidence is sealed for it
 * @param evidence what was said, in full
 */
@Revision("1")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsentWithdrawn(
        IdentityKey identity,
        String purpose,
        String statement,
        @Nullable String wording,
        String source,
        @Nullable Sealed evidence,
        Instant occurredAt)
        implements ConsentEvent {}
