package io.journey360.events;

/** What touchpoint-service records about where customer and company meet. */
public sealed interface CatalogueEvent extends PublishedEvent permits TouchpointDeclared, TouchpointRetired {}
