package io.journey360.events;

/** What is recorded about one touchpoint. */
public sealed interface TouchpointEvent extends CatalogueEvent permits TouchpointDeclared, TouchpointRetired {

    TouchpointId touchpoint();
}
