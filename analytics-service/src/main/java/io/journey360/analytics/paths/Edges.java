package io.journey360.analytics.paths;

import io.journey360.analytics.durations.Durations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The edges one thread has seen. */
final class Edges {

    /** Up to here all pairs of nodes have a place of their own. */
    private static final int DENSE_NODES = 1024;

    /** One pair of nodes. */
    static final class Edge {
        final int from;
        final int to;
        final Durations times = new Durations();
        long people;
        private int lastPerson = -1;

        Edge(int from, int to) {
            this.from = from;
            this.to = to;
        }

        long count() {
            return times.size();
        }
    }

    private final int nodes;
    private final int[] dense;
    private final Map<Long, Integer> sparse = new HashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    Edges(int nodes) {
        this.nodes = nodes;
        this.dense = new int[nodes <= DENSE_NODES ? nodes * nodes : 0];
        Arrays.fill(dense, -1);
    }

    /** @param person the same number for the same person, for persons one after the other */
    void add(int from, int to, long millis, int person) {
        var edge = edge(from, to);
        edge.times.add(millis);
        if (edge.lastPerson != person) {
            edge.lastPerson = person;
            edge.people++;
        }
    }

    private Edge edge(int from, int to) {
        if (dense.length > 0) {
            int place = from * nodes + to;
            int number = dense[place];
            if (number < 0) {
                dense[place] = edges.size();
                return added(from, to);
            }
            return edges.get(number);
        }
        var number = sparse.putIfAbsent((long) from << 32 | to, edges.size());
        return number == null ? added(from, to) : edges.get(number);
    }

    private Edge added(int from, int to) {
        var edge = new Edge(from, to);
        edges.add(edge);
        return edge;
    }

    List<Edge> all() {
        return edges;
    }
}
