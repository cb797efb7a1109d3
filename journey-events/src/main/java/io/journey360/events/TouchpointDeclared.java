package io.journey360.events;

import java.time.Instant;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** A touchpoint was declared, or declared anew with other properties; the last declaration holds.
 *
 * @param touchpoint the name events use
 * @param target promised performance by measure, {@code {"waitSeconds": 300}} for instance
 * @param momentOfTruth whether the journey is made or broken here
 */
@Revision("1")
public record TouchpointDeclared(
        TouchpointId touchpoint,
        String name,
        @Nullable String channel,
        @Nullable String stage,
        @Nullable Phase phase,
        @Nullable String owner,
        Map<String, Double> target,
        boolean momentOfTruth,
        Instant occurredAt)
        implements TouchpointEvent {}
