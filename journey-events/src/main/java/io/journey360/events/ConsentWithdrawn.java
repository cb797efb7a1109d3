package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A customer no longer allows a purpose, or never did and says so. */
@Revision("1")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsentWithdrawn(
        IdentityKey identity, String purpose, @Nullable String wording, String source, Instant occurredAt)
        implements ConsentEvent {}
