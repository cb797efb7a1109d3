package io.journey360.analytics.filter;

import io.journey360.analytics.index.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is divided by: the {@value #MAX_VALUES} values of a property that the most events have, by themselves, the one
 * with the most events first and of equal ones the smaller value; all others together come last.
 */
public final class Breakdown {

    public static final int MAX_VALUES = 50;

    private static final int NOWHERE = -1;

    /** Of an answer that is not divided. */
    public static final Breakdown NONE = new Breakdown(null, new int[0], List.of());

    private final @Nullable EventGroups groups;
    private final int[] parts;
    private final List<Part> values;

    /**
     * @param value a string, a number or a boolean; null where events do not have the property
     * @param other all values beyond the largest together
     */
    public record Part(@Nullable Object value, boolean other) {}

    private Breakdown(@Nullable EventGroups groups, int[] parts, List<Part> values) {
        this.groups = groups;
        this.parts = parts;
        this.values = values;
    }

    /** @param events how many there are per group; a group without any is not shown */
    public static Breakdown of(EventGroups groups, long[] events) {
        var largestFirst = new ArrayList<Integer>();
        for (int group = 0; group < groups.size(); group++) {
            if (events[group] > 0) {
                largestFirst.add(group);
            }
        }
        largestFirst.sort(
                Comparator.comparingLong((Integer group) -> -events[group]).thenComparing(groups.order()));
        var parts = new int[groups.size()];
        Arrays.fill(parts, NOWHERE);
        var values = new ArrayList<Part>();
        for (int rank = 0; rank < largestFirst.size(); rank++) {
            if (rank < MAX_VALUES) {
                values.add(new Part(groups.value(largestFirst.get(rank)), false));
            } else if (rank == MAX_VALUES) {
                values.add(new Part(null, true));
            }
            parts[largestFirst.get(rank)] = Math.min(rank, MAX_VALUES);
        }
        return new Breakdown(groups, parts, List.copyOf(values));
    }

    /** How many parts there are, at most one more than {@value #MAX_VALUES}. */
    public int size() {
        return values.size();
    }

    public Part part(int number) {
        return values.get(number);
    }

    /** The number of the part that an event belongs to; -1 when no event of its group was counted. */
    public int of(Columns rows, int row) {
        return groups == null ? NOWHERE : parts[groups.of(rows, row)];
    }
}
