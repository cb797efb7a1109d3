package io.journey360.analytics.paths;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Visitor;
import java.util.Arrays;

/** Cuts the events of the persons one thread is shown into paths: the definition of a path, for counting and for explaining. */
final class PathVisitor<T extends Taken> implements Visitor {

    private static final int NOWHERE = -1;

    private final Paths paths;
    private final EventMasks masks;
    private final int[] nodeOfKind;
    private final int startAt;
    private final int endAt;
    private final T taken;
    private int[] path = new int[64];
    private int[] at = new int[64];
    private int length;
    private int number;

    /**
     * @param masks bit 0 for events the filter selects
     * @param nodeOfKind -1 for kinds without the node's property
     * @param startAt a node; -1 for any; a number that no node has for one that nobody visited
     */
    PathVisitor(Paths paths, EventMasks masks, int[] nodeOfKind, int startAt, int endAt, T taken) {
        this.paths = paths;
        this.masks = masks;
        this.nodeOfKind = nodeOfKind;
        this.startAt = startAt;
        this.endAt = endAt;
        this.taken = taken;
    }

    T taken() {
        return taken;
    }

    @Override
    public void person(Person person, Columns rows, int first, int end) {
        var kinds = rows.kinds();
        var times = rows.times();
        long lastTime = 0;
        for (int row = first; row < end; row++) {
            int node = nodeOfKind[kinds[row]];
            long time = times[row];
            if (node == NOWHERE || time < paths.from() || time >= paths.to() || masks.of(rows, row) == 0) {
                continue;
            }
            if (length > 0 && time - lastTime > paths.gapMillis()) {
                finish(person, rows);
            }
            lastTime = time;
            if (paths.collapse() && length > 0 && path[length - 1] == node) {
                continue;
            }
            if (length == path.length) {
                path = Arrays.copyOf(path, length * 2);
                at = Arrays.copyOf(at, length * 2);
            }
            path[length] = node;
            at[length++] = row;
        }
        if (length > 0) {
            finish(person, rows);
        }
        number++;
    }

    private void finish(Person person, Columns rows) {
        int from = startAt == NOWHERE ? 0 : indexOf(startAt, 0);
        int to = endAt == NOWHERE ? length : indexOf(endAt, from) + 1;
        if (from < length && to <= length) {
            taken.path(person, number, rows, path, at, from, (int) Math.min(to, (long) from + paths.maxSteps()));
        }
        length = 0;
    }

    /** @return the length when the path does not visit the node from there on */
    private int indexOf(int node, int from) {
        int i = from;
        while (i < length && path[i] != node) {
            i++;
        }
        return i;
    }
}
