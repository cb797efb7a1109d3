package io.journey360.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;

/** For every module, whatever it is: a test class at the module's root package implements this. */
public interface CodingRules {

    @ArchTest
    ArchRule controllersArePackagePrivate = classes()
            .that(metaAnnotatedWith("org.springframework.stereotype.Controller"))
            .should()
            .bePackagePrivate()
            .allowEmptyShould(true);

    @ArchTest
    ArchRule aggregatesArePackagePrivate = classes()
            .that(metaAnnotatedWith("org.axonframework.modelling.command.AggregateRoot"))
            .should()
            .bePackagePrivate()
            .allowEmptyShould(true);

    @ArchTest
    ArchRule aggregatesKnowNoEdge = noClasses()
            .that(metaAnnotatedWith("org.axonframework.modelling.command.AggregateRoot"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DomainRules.EDGE)
            .allowEmptyShould(true);

    @ArchTest
    ArchRule noFieldInjection = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    ArchRule noStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    /** The one class, if any, that makes the clock everybody else is given. */
    default Set<String> makersOfTheClock() {
        return Set.of();
    }

    @ArchTest
    default void timeComesFromAClock(JavaClasses classes) {
        timeComesFromAClockExceptIn(makersOfTheClock()).check(classes);
    }

    @ArchTest
    default void packagesAreFreeOfCycles(JavaClasses classes) {
        slices().matching(getClass().getPackageName() + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    /** {@code System.nanoTime} stays allowed: it measures, it tells no time. */
    static ArchRule timeComesFromAClockExceptIn(Set<String> makersOfTheClock) {
        return noClasses()
                .that(DescribedPredicate.describe(
                        "make no clock", type -> !makersOfTheClock.contains(type.getFullName())))
                .should()
                .accessTargetWhere(DescribedPredicate.describe("it reads the wall clock", CodingRules::readsWallClock))
                .allowEmptyShould(true);
    }

    private static boolean readsWallClock(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var name = access.getTarget().getName();
        if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target)) {
            return false;
        }
        var parameters = target.getRawParameterTypes();
        if (owner.isEquivalentTo(System.class)) {
            return name.equals("currentTimeMillis");
        }
        if (owner.isEquivalentTo(Date.class)) {
            return name.equals("<init>") && parameters.isEmpty();
        }
        if (owner.isAssignableTo(Calendar.class)) {
            return name.equals("getInstance") || name.equals("<init>");
        }
        if (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class)) {
            return name.startsWith("system")
                    || name.startsWith("tick")
                            && parameters.stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        }
        return resideInAPackage("java.time..").test(owner)
                && name.equals("now")
                && parameters.stream().noneMatch(assignableTo(Clock.class));
    }
}
