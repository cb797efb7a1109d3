package io.journey360.events;

import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;

/** A journey map was drawn, or drawn anew; earlier versions stay to be compared with.
 *
 * @param version counts the definitions of this map from 1, over retirements too
 * @param stages in the order a journey is meant to take
 */
@Revision("1")
public record JourneyMapDefined(
        JourneyMapId map, long version, String name, List<JourneyMapStage> stages, Instant occurredAt)
        implements JourneyMapEvent {}
