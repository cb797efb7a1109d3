package io.journey360.analytics.paths;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;

/** Sees each path that a person took. */
@FunctionalInterface
interface Taken {

    /**
     * @param number of the person, the same for all of a person's paths, which come one after the other
     * @param nodes visited from the first index (inclusive) to the last (exclusive)
     * @param at the row that each visit began with
     */
    void path(Person person, int number, Columns rows, int[] nodes, int[] at, int from, int to);
}
