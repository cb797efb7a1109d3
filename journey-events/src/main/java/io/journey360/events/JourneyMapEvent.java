package io.journey360.events;

/** What is recorded about one journey map. */
public sealed interface JourneyMapEvent extends CatalogueEvent permits JourneyMapDefined, JourneyMapRetired {

    JourneyMapId map();
}
