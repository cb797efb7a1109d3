package io.journey360.analytics.catalogue;

import io.journey360.events.Phase;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declared touchpoint.
 *
 * @param id the name that events use
 * @param target promised performance by measure, {@code {"waitSeconds": 300}} for instance
 * @param momentOfTruth whether the journey is made or broken here
 */
public record Touchpoint(
        String id,
        String name,
        @Nullable String channel,
        @Nullable String stage,
        @Nullable Phase phase,
        @Nullable String owner,
        Map<String, Double> target,
        boolean momentOfTruth) {}
