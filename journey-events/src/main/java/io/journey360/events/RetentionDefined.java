package io.journey360.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A retention rule was defined, or defined anew; the last definition holds. It has either kinds or a purpose.
 *
 * @param version counts the definitions of this rule from 1
 * @param kinds what it covers: types of journey events without {@code journey.}, and {@code traits}
 * @param purpose it covers whoever has withdrawn their consent to this
 * @param horizon ISO 8601 period in the calendar of UTC, {@code P2Y} for instance
 */
@Revision("1")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetentionDefined(
        RetentionId rule,
        long version,
        List<String> kinds,
        @Nullable String purpose,
        String horizon,
        Instant occurredAt)
        implements RetentionEvent {

    public RetentionDefined {
        kinds = List.copyOf(kinds);
    }
}
