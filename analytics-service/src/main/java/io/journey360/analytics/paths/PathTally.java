package io.journey360.analytics.paths;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import java.util.Arrays;

/** Counts the paths one thread has seen. */
final class PathTally implements Taken {

    private final Edges edges;
    private final Variants variants = new Variants();
    private final long[] people;
    private final long[] visits;
    private final long[] starts;
    private final long[] ends;
    private final int[] lastPersonAt;

    PathTally(int nodes) {
        edges = new Edges(nodes);
        people = new long[nodes];
        visits = new long[nodes];
        starts = new long[nodes];
        ends = new long[nodes];
        lastPersonAt = new int[nodes];
        Arrays.fill(lastPersonAt, -1);
    }

    @Override
    public void path(Person unused, int number, Columns rows, int[] nodes, int[] at, int from, int to) {
        var times = rows.times();
        starts[nodes[from]]++;
        ends[nodes[to - 1]]++;
        for (int i = from; i < to; i++) {
            int node = nodes[i];
            visits[node]++;
            if (lastPersonAt[node] != number) {
                lastPersonAt[node] = number;
                people[node]++;
            }
            if (i > from) {
                edges.add(nodes[i - 1], node, times[at[i]] - times[at[i - 1]], number);
            }
        }
        variants.add(nodes, from, to, 1);
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
