package io.journey360.analytics.catalogue;

import io.journey360.events.JourneyMapStage;
import java.util.List;

/**
 * One version of a journey map.
 *
 * @param version from 1
 * @param stages in the order a journey is meant to take
 */
public record JourneyMap(String id, long version, String name, List<JourneyMapStage> stages) {}
