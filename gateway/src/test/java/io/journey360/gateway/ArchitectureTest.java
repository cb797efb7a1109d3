package io.journey360.gateway;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import io.journey360.architecture.EventOrigins;
import io.journey360.architecture.ServiceRules;
import java.util.Set;

@AnalyzeClasses(packagesOf = GatewayApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest implements ServiceRules {

    @Override
    public EventOrigins eventOrigins() {
        return EventOrigins.none();
    }

    @Override
    public Set<String> makersOfTheClock() {
        return Set.of("io.journey360.gateway.access.Access");
    }
}
