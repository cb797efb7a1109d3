package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A customer allowed a purpose.
 *
 * @param statement the same for the same statement of this identity: a keyed hash; the evidence is sealed for it
 * @param evidence what was said, in full
 */
@Revision("1")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsentGranted(
        IdentityKey identity,
        String purpose,
        String statement,
        @Nullable String wording,
        String source,
        @Nullable Sealed evidence,
        Instant occurredAt)
        implements ConsentEvent {}
