package io.journey360.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.journey360.architecture.CodingRules;
import java.util.Set;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest implements CodingRules {

    /** Services whose log is elsewhere are shipped without SQLite's driver: a class they load must not name its types. */
    @ArchTest
    ArchRule sqliteIsNamedWhereItIsUsedAlone = noClasses()
            .that()
            .haveNameNotMatching(".*\\.Sqlite[^.]*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.sqlite..");

    @Override
    public Set<String> makersOfTheClock() {
        return Set.of("io.journey360.platform.operations.ClockAutoConfiguration");
    }
}
