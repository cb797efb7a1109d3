package io.journey360.events;

import java.time.Instant;
import java.util.Map;
import org.axonframework.serialization.Revision;

/** A service has dropped what it kept of what was due.
 *
 * @param counts what was dropped, and how much of it
 */
@Revision("1")
public record RetentionCarriedOut(
        RetentionId rule, RetentionRunId run, String service, Map<String, Long> counts, Instant occurredAt)
        implements RetentionEvent {

    public RetentionCarriedOut {
        counts = Map.copyOf(counts);
    }
}
