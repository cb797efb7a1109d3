package io.journey360.analytics.query;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;

/** Takes what units contribute to one figure; each thread has its own. */
public interface Evidence {

    /** The value of a contribution that is only counted. */
    double COUNTED = Double.NaN;

    /**
     * One contribution of the unit that is being shown.
     *
     * @param at its rows, ascending: the first {@code count} of these
     * @param value what it contributes, in the unit of the figure (seconds, a score, an amount); {@link #COUNTED} when it is
     *     only counted
     */
    void add(Person person, Columns rows, int[] at, int count, double value);

    default void add(Person person, Columns rows, int row, double value) {
        add(person, rows, new int[] {row}, 1, value);
    }
}
