package io.journey360.analytics.index;

/** Sees run after run of persons, on one thread. Does not learn who they are. */
@FunctionalInterface
public interface RunVisitor {

    void persons(Run run);

    /** Whether it passes over rows that are not known yet itself, by {@link Run#knownUpTo()}; asked of adjacent persons only. */
    default boolean looksAtPositions() {
        return false;
    }

    /** Whether {@link Run#traits()} are looked at: where they are not, they may be anything. */
    default boolean looksAtTraits() {
        return true;
    }
}
