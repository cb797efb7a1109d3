package io.journey360.profile;

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
                .in("io.journey360.profile.domain..", "ProfileEvent", "PersonaEvent", "RetentionEvent");
    }
}
