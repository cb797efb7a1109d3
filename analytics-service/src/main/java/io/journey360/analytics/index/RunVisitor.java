package io.journey360.analytics.index;

/** Sees run after run of persons, on one thread. Does not learn who they are. */
@FunctionalInterface
public interface RunVisitor {

    void persons(Run run);
}
