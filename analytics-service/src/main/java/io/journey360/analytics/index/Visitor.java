package io.journey360.analytics.index;

/** Sees one person after the other, on one thread. */
@FunctionalInterface
public interface Visitor {

    /** Rows [from, to) are the person's events in order; there is at least one. */
    void person(Person person, Columns rows, int from, int to);
}
