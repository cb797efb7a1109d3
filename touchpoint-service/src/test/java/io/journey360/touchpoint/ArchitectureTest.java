package io.journey360.touchpoint;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import io.journey360.architecture.DomainRules;
import io.journey360.architecture.EventOrigins;
import io.journey360.architecture.ServiceRules;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest implements ServiceRules, DomainRules {

    @Override
    public EventOrigins eventOrigins() {
        return EventOrigins.none()
                .in("io.journey360.touchpoint.collector..", "JourneyEvent", "Retracted")
                .in("io.journey360.touchpoint.segment..", "Identified", "Aliased", "TraitsChanged")
                .in("io.journey360.touchpoint.reviews..", "Reviewed")
                .in("io.journey360.touchpoint.catalogue.domain..", "TouchpointEvent")
                .in("io.journey360.touchpoint.maps.domain..", "JourneyMapEvent")
                .in("io.journey360.touchpoint.surveys.domain..", "SurveyEvent");
    }
}
