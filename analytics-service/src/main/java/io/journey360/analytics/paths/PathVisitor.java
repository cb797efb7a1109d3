package io.journey360.analytics.paths;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Visitor;
import java.util.Arrays;

/** Follows the persons one thread is shown. */
final class PathVisitor implements Visitor {

    private static final int NOWHERE = -1;

    private final Paths paths;
    private final EventMasks masks;
    private final int[] nodeOfKind;
    private final int startAt;
    private final int endAt;
    private final Edges edges;
    private final Variants variants = new Variants();
    private final long[] people;
    private final long[] visits;
    private final long[] starts;
    private final long[] ends;
    private final int[] lastPersonAt;
    private int[] path = new int[64];
    private long[] times = new long[64];
    private int length;
    private int person;

    /**
     * @param masks bit 0 for events the filter selects
     * @param nodeOfKind -1 for kinds without the node's property
     * @param startAt a node; -1 for any; a number that no node has for one that nobody visited
     */
    PathVisitor(Paths paths, EventMasks masks, int[] nodeOfKind, int nodes, int startAt, int endAt) {
        this.paths = paths;
        this.masks = masks;
        this.nodeOfKind = nodeOfKind;
        this.startAt = startAt;
        this.endAt = endAt;
        edges = new Edges(nodes);
        people = new long[nodes];
        visits = new long[nodes];
        starts = new long[nodes];
        ends = new long[nodes];
        lastPersonAt = new int[nodes];
        Arrays.fill(lastPersonAt, -1);
    }

    @Override
    public void person(Person unused, Columns rows, int first, int end) {
        var kinds = rows.kinds();
        var rowTimes = rows.times();
        long lastTime = 0;
        for (int row = first; row < end; row++) {
            int node = nodeOfKind[kinds[row]];
            long time = rowTimes[row];
            if (node == NOWHERE || time < paths.from() || time >= paths.to() || masks.of(rows, row) == 0) {
                continue;
            }
            if (length > 0 && time - lastTime > paths.gapMillis()) {
                finish();
            }
            lastTime = time;
            if (paths.collapse() && length > 0 && path[length - 1] == node) {
                continue;
            }
            if (length == path.length) {
                path = Arrays.copyOf(path, length * 2);
                times = Arrays.copyOf(times, length * 2);
            }
            path[length] = node;
            times[length++] = time;
        }
        if (length > 0) {
            finish();
        }
        person++;
    }

    private void finish() {
        int from = startAt == NOWHERE ? 0 : indexOf(startAt, 0);
        int to = endAt == NOWHERE ? length : indexOf(endAt, from) + 1;
        if (from < length && to <= length) {
            count(from, (int) Math.min(to, (long) from + paths.maxSteps()));
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

    private void count(int from, int to) {
        starts[path[from]]++;
        ends[path[to - 1]]++;
        for (int i = from; i < to; i++) {
            int node = path[i];
            visits[node]++;
            if (lastPersonAt[node] != person) {
                lastPersonAt[node] = person;
                people[node]++;
            }
            if (i > from) {
                edges.add(path[i - 1], node, times[i] - times[i - 1], person);
            }
        }
        variants.add(path, from, to, 1);
    }

    Edges edges() {
        return edges;
    }

    Variants variants() {
        return variants;
    }

    long people(int node) {
        return people[node];
    }

    long visits(int node) {
        return visits[node];
    }

    long starts(int node) {
        return starts[node];
    }

    long ends(int node) {
        return ends[node];
    }
}
