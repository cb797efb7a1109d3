package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** The customer received the service.
 *
 * @param started when serving began
 * @param ended when serving ended
 */
@Revision("1")
public record Served(
        Moment moment,
        @Nullable Slot slot,
        @Nullable String outcome,
        @Nullable Instant started,
        @Nullable Instant ended)
        implements JourneyEvent {}
