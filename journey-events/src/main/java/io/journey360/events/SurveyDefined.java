package io.journey360.events;

import java.time.Instant;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A survey was defined, or defined anew; the last definition holds. Its kind never changes.
 *
 * @param version counts the definitions of this survey from 1
 * @param method how it is asked, {@code mail after the visit} for instance
 */
@Revision("1")
public record SurveyDefined(
        SurveyId survey,
        long version,
        String question,
        SurveyKind kind,
        Scale scale,
        ScoreDirection direction,
        @Nullable String method,
        Instant occurredAt)
        implements SurveyEvent {}
