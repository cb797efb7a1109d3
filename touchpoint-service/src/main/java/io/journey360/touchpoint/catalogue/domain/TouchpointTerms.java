package io.journey360.touchpoint.catalogue.domain;

import io.journey360.events.Phase;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of a touchpoint.
 *
 * @param target promised performance by measure, {@code {"waitSeconds": 300}} for instance
 */
public record TouchpointTerms(
        String name,
        @Nullable String channel,
        @Nullable String stage,
        @Nullable Phase phase,
        @Nullable String owner,
        Map<String, Double> target,
        boolean momentOfTruth) {}
