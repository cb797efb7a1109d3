package io.journey360.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.journey360.architecture.fixture.BadEdges;
import io.journey360.architecture.fixture.FixtureContext;
import io.journey360.architecture.fixture.Origins;
import io.journey360.architecture.fixture.WallClockReaders;
import io.journey360.architecture.fixture.domain.BadDomain;
import io.journey360.architecture.fixture.left.Left;
import io.journey360.architecture.fixture.right.Right;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that cannot fail guards nothing: each one meets code that breaks it, and code that does not. */
class RulesCanFailTest {

    private static final String HERE = "io.journey360.architecture.fixture";

    static Stream<Class<?>> wallClockReaders() {
        return Arrays.stream(WallClockReaders.class.getDeclaredClasses())
                .filter(type -> !type.getSimpleName().equals("Innocent"));
    }

    @ParameterizedTest
    @MethodSource("wallClockReaders")
    void everyWayToReadTheWallClockIsSeen(Class<?> reader) {
        assertBroken(CodingRules.timeComesFromAClockExceptIn(Set.of()), reader);
    }

    @Test
    void readingAGivenClockIsFine() {
        assertKept(CodingRules.timeComesFromAClockExceptIn(Set.of()), nested(WallClockReaders.class, "Innocent"));
    }

    @Test
    void theMakerOfTheClockMayReadIt() {
        var maker = nested(WallClockReaders.class, "ByOwnClock");

        assertKept(CodingRules.timeComesFromAClockExceptIn(Set.of(maker.getName())), maker);
    }

    @Test
    void controllersAreHidden() {
        assertBroken(CodingRules.controllersArePackagePrivate, nested(BadEdges.class, "PublicController"));
        assertKept(CodingRules.controllersArePackagePrivate, nested(BadEdges.class, "HiddenController"));
    }

    @Test
    void aggregatesAreHidden() {
        assertBroken(CodingRules.aggregatesArePackagePrivate, nested(BadEdges.class, "PublicAggregate"));
        assertKept(CodingRules.aggregatesArePackagePrivate, nested(BadEdges.class, "AggregateThatKnowsDocuments"));
    }

    @Test
    void aggregatesOutsideADomainPackageKnowNoEdgeEither() {
        assertBroken(CodingRules.aggregatesKnowNoEdge, nested(BadEdges.class, "AggregateThatKnowsDocuments"));
        assertKept(CodingRules.aggregatesKnowNoEdge, nested(BadEdges.class, "PublicAggregate"));
    }

    @Test
    void fieldsAreNotInjected() {
        assertBroken(CodingRules.noFieldInjection, nested(BadEdges.class, "InjectedField"));
    }

    @Test
    void nothingIsPrinted() {
        assertBroken(CodingRules.noStandardStreams, nested(BadEdges.class, "Printer"));
    }

    @ParameterizedTest
    @CsvSource({"KnowsWeb", "KnowsMongo", "KnowsBson", "KnowsReactor"})
    void theDomainKnowsNoEdge(String offender) {
        assertBroken(DomainRules.domainKnowsNoEdge, nested(BadDomain.class, offender));
        assertKept(DomainRules.domainKnowsNoEdge, nested(BadDomain.class, "KnowsNothing"));
    }

    @Test
    void aServiceWithoutDomainPackageCannotClaimToKeepItClean() {
        assertThatThrownBy(() -> DomainRules.domainKnowsNoEdge.check(imported(Left.class)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void contextsMeetNowhereElse() {
        assertBroken(ServiceRules.meetsOthersOnlyInEvents(HERE), nested(Origins.class, "MeetsOtherContext"));
        assertKept(ServiceRules.meetsOthersOnlyInEvents(HERE), nested(Origins.class, "ReadsBooked"));
    }

    @ParameterizedTest
    @CsvSource({"ConstructsBooked", "ConstructsDiscoveredByReference", "ConstructsRetracted"})
    void eventsOfOthersAreNotConstructed(String offender) {
        var type = nested(Origins.class, offender);

        assertBroken(ServiceRules.constructsOnly(EventOrigins.none()), type);
        assertBroken(
                ServiceRules.constructsOnly(EventOrigins.none().in("io.journey360.other..", "PublishedEvent")), type);
        assertBroken(ServiceRules.constructsOnly(EventOrigins.none().in(HERE + "..", "ProfileEvent")), type);
        assertKept(ServiceRules.constructsOnly(EventOrigins.none().in(HERE + "..", "PublishedEvent")), type);
    }

    @Test
    void anEventMayHaveSeveralHomes() {
        var rule = ServiceRules.constructsOnly(
                EventOrigins.none().in("io.journey360.other..", "Booked").in(HERE + "..", "Booked"));

        assertKept(rule, nested(Origins.class, "ConstructsBooked"));
        assertBroken(rule, nested(Origins.class, "ConstructsRetracted"));
    }

    @Test
    void readingAnEventNeedsNoPermission() {
        assertKept(ServiceRules.constructsOnly(EventOrigins.none()), nested(Origins.class, "ReadsBooked"));
    }

    @Test
    void packagesInACycleAreSeen() {
        assertThatThrownBy(() -> new FixtureContext().packagesAreFreeOfCycles(imported(Left.class, Right.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
        assertThatCode(() -> new FixtureContext().packagesAreFreeOfCycles(imported(Left.class)))
                .doesNotThrowAnyException();
    }

    @Test
    void aContextsTestChecksItsOwnPackageAndOrigins() {
        var context = new FixtureContext();
        var offenders = imported(
                nested(Origins.class, "MeetsOtherContext"),
                nested(Origins.class, "ConstructsBooked"),
                nested(WallClockReaders.class, "ByInstant"));

        assertThatThrownBy(() -> context.contextsMeetOnlyInEvents(offenders))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("MeetsOtherContext");
        assertThatThrownBy(() -> context.eventsAreConstructedByTheirOwners(offenders))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ConstructsBooked");
        assertThatThrownBy(() -> context.timeComesFromAClock(offenders))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ByInstant");
    }

    private static void assertBroken(ArchRule rule, Class<?> offender) {
        assertThat(rule.evaluate(imported(offender)).getFailureReport().getDetails())
                .isNotEmpty();
    }

    private static void assertKept(ArchRule rule, Class<?> innocent) {
        assertThat(rule.evaluate(imported(innocent)).getFailureReport().getDetails())
                .isEmpty();
    }

    private static JavaClasses imported(Class<?>... types) {
        return new ClassFileImporter().importClasses(types);
    }

    private static Class<?> nested(Class<?> holder, String name) {
        return Arrays.stream(holder.getDeclaredClasses())
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
