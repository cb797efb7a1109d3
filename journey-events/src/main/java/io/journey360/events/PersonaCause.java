package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What made somebody enter or leave a persona: the event that {@code source} and {@code id} name, or, where they are null, that
 * time had passed.
 *
 * @param position the event's in the log; null when time passed
 * @param moment when the event happened to the customer, or when enough time had passed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PersonaCause(
        @Nullable String source,
        @Nullable String id,
        @Nullable Long position,
        Instant moment) {

    public static PersonaCause event(String source, String id, long position, Instant occurredAt) {
        return new PersonaCause(source, id, position, occurredAt);
    }

    public static PersonaCause timePassed(Instant moment) {
        return new PersonaCause(null, null, null, moment);
    }
}
