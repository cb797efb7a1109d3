package io.journey360.touchpoint.maps.domain;

import io.journey360.events.JourneyMapStage;
import java.util.List;

/**
 * What a journey map says.
 *
 * @param stages in the order a journey is meant to take
 */
public record JourneyMapTerms(String name, List<JourneyMapStage> stages) {}
