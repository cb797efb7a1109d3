package io.journey360.platform;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import io.journey360.architecture.CodingRules;
import java.util.Set;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest implements CodingRules {

    @Override
    public Set<String> makersOfTheClock() {
        return Set.of("io.journey360.platform.operations.ClockAutoConfiguration");
    }
}
