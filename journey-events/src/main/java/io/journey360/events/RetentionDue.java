package io.journey360.events;

import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * What happened before a moment is kept no longer: from here on it is in no view and no figure, as of whatever position, and
 * neither is what the log learns of it later.
 *
 * @param kinds types of journey events without {@code journey.}, and {@code traits}
 * @param before what occurred earlier than this; the start of a day in UTC
 * @param identities those it is about, at most 1,000; empty for everybody
 */
@Revision("1")
public record RetentionDue(
        RetentionId rule,
        RetentionRunId run,
        List<String> kinds,
        Instant before,
        List<IdentityKey> identities,
        Instant occurredAt)
        implements RetentionEvent {

    public RetentionDue {
        kinds = List.copyOf(kinds);
        identities = List.copyOf(identities);
    }
}
