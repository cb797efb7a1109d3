package io.journey360.analytics;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import io.journey360.architecture.EventOrigins;
import io.journey360.architecture.ServiceRules;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest implements ServiceRules {

    @Override
    public EventOrigins eventOrigins() {
        return EventOrigins.none();
    }
}
