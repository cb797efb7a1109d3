package io.journey360.events;

/** What is recorded about one survey. */
public sealed interface SurveyEvent extends CatalogueEvent permits SurveyDefined {

    SurveyId survey();
}
