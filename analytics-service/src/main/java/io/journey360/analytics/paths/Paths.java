package io.journey360.analytics.paths;

import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.People;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about paths. A person's path is the nodes of their events in order; events without the node's property and those
 * the filter leaves out are left out before anything else.
 *
 * @param node what a node is
 * @param gapMillis a longer time between two events ends a path and begins another; {@link #NO_GAP} for never
 * @param collapse events of the same node in a row are one visit, which begins with the first of them
 * @param startAt a path begins at its first visit there; paths without one are left out
 * @param endAt a path ends at its first visit there from its start on; paths without one are left out
 * @param maxSteps a path is cut after as many visits
 * @param from inclusive, in milliseconds since 1970; selects events
 * @param to exclusive
 * @param maxEdges the most frequent are kept
 * @param maxVariants the most frequent are kept
 * @param measures what is asked besides counts; the rest is left out of the answer and not computed
 */
public record Paths(
        Dimension node,
        long gapMillis,
        boolean collapse,
        @Nullable String startAt,
        @Nullable String endAt,
        int maxSteps,
        EventFilter filter,
        People people,
        long from,
        long to,
        int maxEdges,
        int maxVariants,
        Set<Measure> measures) {

    public static final long NO_GAP = Long.MAX_VALUE;

    public static final Set<Measure> ALL_MEASURES = Set.of(Measure.values());

    public Paths {
        measures = Set.copyOf(measures);
    }

    /** The directly-follows graph of everything. */
    public static Paths by(Dimension node) {
        return new Paths(
                node,
                NO_GAP,
                false,
                null,
                null,
                Integer.MAX_VALUE,
                EventFilter.ALL,
                People.ALL,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                ALL_MEASURES);
    }

    /** The same question, of which only these measures are wanted. */
    public Paths measuring(Set<Measure> wanted, int variants) {
        return new Paths(
                node, gapMillis, collapse, startAt, endAt, maxSteps, filter, people, from, to, maxEdges, variants,
                wanted);
    }
}
