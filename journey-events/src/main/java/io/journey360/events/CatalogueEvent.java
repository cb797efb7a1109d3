package io.journey360.events;

import java.time.Instant;

/** What touchpoint-service records about where customer and company meet. */
public sealed interface CatalogueEvent extends PublishedEvent permits TouchpointEvent, JourneyMapEvent, SurveyEvent {

    Instant occurredAt();
}
