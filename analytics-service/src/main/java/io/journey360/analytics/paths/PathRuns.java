package io.journey360.analytics.paths;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Run;
import io.journey360.analytics.index.RunVisitor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts paths of many persons at a time, just as {@link PathTally} counts what {@link PathVisitor} cuts: first the visits of
 * a run are written one after the other, then each measure is one loop over them. For questions without ends of their own, on
 * so few nodes that every pair has a place in a table.
 */
final class PathRuns implements RunVisitor {

    static final int MAX_NODES = 256;

    private final Paths paths;
    private final EventMasks masks;
    private final int[] nodeOfKind;
    private final boolean everyRow;
    private final boolean cutting;
    private final boolean withTimes;

    /** By row of attributes, 1 where the filter lets events pass and 0 where not. */
    private final int[] passes;

    private final int nodeBits;
    private final int noEdge;

    private final boolean withPeople;
    private final int[] counts;

    /** Every other visit is counted here, so that two in a row along the same edge need not wait for each other. */
    private final int[] otherCounts;

    private final int[] starts;
    private final int[] ends;
    private final @Nullable EdgeTimes times;
    private final @Nullable PackedPaths packed;
    private final Variants longer = new Variants();
    private final int longestPacked;
    private final int[] edgePeople;
    private final int[] edgeLast;
    private final int[] nodePeople;
    private final int[] nodeLast;

    private int[] visits = new int[1 << 12];
    private int[] edges = new int[1 << 12];
    private long[] visitTimes = new long[1 << 12];

    /** By row of adjacent persons, where its visit would be. */
    private int[] places = new int[1 << 12];

    /** Where each path begins in visits, and where the last one ends. */
    private int[] bounds = new int[1 << 11];

    /** By path, the number of its person. */
    private int[] personOf = new int[1 << 11];

    private int person;

    static boolean answers(Paths paths, int nodes) {
        return nodes <= MAX_NODES
                && paths.startAt() == null
                && paths.endAt() == null
                && paths.maxSteps() == Integer.MAX_VALUE;
    }

    PathRuns(Paths paths, EventMasks masks, PathNodes nodes) {
        this.paths = paths;
        this.masks = masks;
        this.nodeOfKind = masks.selectedKinds(nodes.ofKind(), -1);
        int count = nodes.names().size();
        nodeBits = 32 - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
        noEdge = 1 << 2 * nodeBits;
        boolean ranged = paths.from() != Long.MIN_VALUE || paths.to() != Long.MAX_VALUE;
        cutting = paths.gapMillis() != Paths.NO_GAP || paths.collapse();
        withTimes = ranged || cutting || paths.measures().contains(Measure.TIMES);
        everyRow = masks.byKindAlone() && Arrays.stream(nodeOfKind).allMatch(node -> node >= 0) && !ranged && !cutting;
        var byAttributes = masks.byAttributes();
        passes = byAttributes == null
                ? new int[0]
                : Arrays.stream(byAttributes)
                        .mapToInt(mask -> mask == 0 ? 0 : 1)
                        .toArray();
        counts = new int[noEdge + 1];
        otherCounts = new int[noEdge + 1];
        starts = new int[1 << nodeBits];
        ends = new int[1 << nodeBits];
        withPeople = paths.measures().contains(Measure.PEOPLE);
        edgePeople = new int[withPeople ? noEdge : 0];
        edgeLast = new int[withPeople ? noEdge : 0];
        nodePeople = new int[withPeople ? 1 << nodeBits : 0];
        nodeLast = new int[withPeople ? 1 << nodeBits : 0];
        Arrays.fill(edgeLast, -1);
        Arrays.fill(nodeLast, -1);
        times = paths.measures().contains(Measure.TIMES) ? new EdgeTimes(noEdge) : null;
        packed = paths.measures().contains(Measure.VARIANTS) ? new PackedPaths(count) : null;
        longestPacked = PackedPaths.longest(count);
    }

    @Override
    public boolean looksAtPositions() {
        return !cutting && !withTimes;
    }

    @Override
    public boolean looksAtTraits() {
        return false;
    }

    @Override
    public void persons(Run run) {
        if (everyRow && run.adjacent() && run.knownUpTo() == Long.MAX_VALUE) {
            adjacent(run);
        } else if (run.adjacent() && !cutting && !withTimes) {
            selectedNodes(run);
        } else {
            selected(run);
        }
    }

    /** Every row is a visit and every person one path, so the rows' own order is that of the visits. */
    private void adjacent(Run run) {
        var offsets = run.starts();
        int first = run.startsAt();
        int paths = run.count();
        int firstRow = offsets[first];
        int length = offsets[first + paths] - firstRow;
        if (length > visits.length) {
            visits = new int[length + length / 2];
            edges = new int[length + length / 2];
        }
        if (paths >= bounds.length) {
            bounds = new int[paths * 2];
            personOf = new int[paths * 2];
        }
        var kinds = run.rows().kinds();
        var nodeOfKind = this.nodeOfKind;
        var visits = this.visits;
        for (int i = 0; i < length; i++) {
            visits[i] = nodeOfKind[kinds[firstRow + i]];
        }
        for (int i = 0; i <= paths; i++) {
            bounds[i] = offsets[first + i] - firstRow;
            personOf[i] = person + i;
        }
        person += paths;
        count(length, paths, run.rows().times(), firstRow);
    }

    /** Some rows of adjacent persons are visits: where each row would have come to lie tells where each person's begin. */
    private void selectedNodes(Run run) {
        var offsets = run.starts();
        int first = run.startsAt();
        int firstRow = offsets[first];
        int rows = offsets[first + run.count()] - firstRow;
        if (rows > visits.length) {
            visits = new int[rows + rows / 2];
            edges = new int[rows + rows / 2];
        }
        if (rows >= places.length) {
            places = new int[rows + rows / 2 + 1];
        }
        if (run.count() >= bounds.length) {
            bounds = new int[run.count() * 2];
            personOf = new int[run.count() * 2];
        }
        var attributes = masks.byKindAlone() ? null : run.rows().attributes();
        int length = run.knownUpTo() != Long.MAX_VALUE
                ? placed(run.rows(), firstRow, rows, attributes, run.knownUpTo())
                : attributes == null
                        ? placed(run.rows().kinds(), firstRow, rows)
                        : placed(run.rows().kinds(), firstRow, rows, attributes);
        places[rows] = length;
        int paths = 0;
        for (int i = 0; i < run.count(); i++) {
            int begin = places[offsets[first + i] - firstRow];
            bounds[paths] = begin;
            personOf[paths] = person++;
            paths += places[offsets[first + i + 1] - firstRow] > begin ? 1 : 0;
        }
        if (length > 0) {
            bounds[paths] = length;
            count(length, paths, visitTimes, 0);
        }
    }

    private int placed(Columns columns, int firstRow, int rows, int @Nullable [] attributes, long knownUpTo) {
        var kinds = columns.kinds();
        var positions = columns.positions();
        var nodeOfKind = this.nodeOfKind;
        var passes = this.passes;
        var visits = this.visits;
        var places = this.places;
        int length = 0;
        for (int i = 0; i < rows; i++) {
            int node = nodeOfKind[kinds[firstRow + i]];
            int passed = attributes == null ? 1 : passes[attributes[firstRow + i]];
            places[i] = length;
            visits[length] = node;
            length += ~node >>> 31 & passed & (positions[firstRow + i] <= knownUpTo ? 1 : 0);
        }
        return length;
    }

    private int placed(int[] kinds, int firstRow, int rows) {
        var nodeOfKind = this.nodeOfKind;
        var visits = this.visits;
        var places = this.places;
        int length = 0;
        for (int i = 0; i < rows; i++) {
            int node = nodeOfKind[kinds[firstRow + i]];
            places[i] = length;
            visits[length] = node;
            length += ~node >>> 31; // 1 for a node, 0 for none
        }
        return length;
    }

    private int placed(int[] kinds, int firstRow, int rows, int[] attributes) {
        var nodeOfKind = this.nodeOfKind;
        var passes = this.passes;
        var visits = this.visits;
        var places = this.places;
        int length = 0;
        for (int i = 0; i < rows; i++) {
            int node = nodeOfKind[kinds[firstRow + i]];
            places[i] = length;
            visits[length] = node;
            length += ~node >>> 31 & passes[attributes[firstRow + i]];
        }
        return length;
    }

    private void selected(Run run) {
        int rows = 0;
        for (int i = 0; i < run.count(); i++) {
            rows += run.ends()[run.endsAt() + i] - run.starts()[run.startsAt() + i];
        }
        if (rows > visits.length || rows > visitTimes.length) {
            visits = new int[rows + rows / 2];
            edges = new int[rows + rows / 2];
            visitTimes = new long[rows + rows / 2];
        }
        if (rows >= bounds.length) {
            bounds = new int[rows * 2];
            personOf = new int[rows * 2];
        }
        int length = 0;
        int paths = 0;
        for (int i = 0; i < run.count(); i++) {
            int from = run.starts()[run.startsAt() + i];
            int to = run.ends()[run.endsAt() + i];
            int begin = length;
            length = take(run.rows(), from, to, length);
            bounds[paths] = begin;
            personOf[paths] = person;
            if (cutting && length > begin) {
                length = cut(begin, length, paths + 1);
                paths = cutPaths;
            } else {
                paths += length > begin ? 1 : 0;
            }
            person++;
        }
        if (length > 0) {
            bounds[paths] = length;
            count(length, paths, visitTimes, 0);
        }
    }

    /** @return where the visits end then */
    private int take(Columns rows, int from, int to, int length) {
        if (withTimes) {
            return rows.attributes() == null || masks.byKindAlone()
                    ? takeWithTimes(rows, from, to, length)
                    : takeWithTimes(rows, from, to, length, rows.attributes());
        }
        return rows.attributes() == null || masks.byKindAlone()
                ? takeNodes(rows.kinds(), from, to, length)
                : takeNodes(rows.kinds(), from, to, length, rows.attributes());
    }

    private int takeNodes(int[] kinds, int from, int to, int length) {
        var nodeOfKind = this.nodeOfKind;
        var visits = this.visits;
        for (int row = from; row < to; row++) {
            int node = nodeOfKind[kinds[row]];
            visits[length] = node;
            length += ~node >>> 31; // 1 for a node, 0 for none
        }
        return length;
    }

    private int takeNodes(int[] kinds, int from, int to, int length, int[] attributes) {
        var nodeOfKind = this.nodeOfKind;
        var passes = this.passes;
        var visits = this.visits;
        for (int row = from; row < to; row++) {
            int node = nodeOfKind[kinds[row]];
            visits[length] = node;
            length += ~node >>> 31 & passes[attributes[row]];
        }
        return length;
    }

    private int takeWithTimes(Columns rows, int from, int to, int length) {
        var kinds = rows.kinds();
        var times = rows.times();
        var nodeOfKind = this.nodeOfKind;
        var visits = this.visits;
        var visitTimes = this.visitTimes;
        long since = paths.from();
        long until = paths.to();
        for (int row = from; row < to; row++) {
            int node = nodeOfKind[kinds[row]];
            long time = times[row];
            visits[length] = node;
            visitTimes[length] = time;
            length += node >= 0 & time >= since & time < until ? 1 : 0;
        }
        return length;
    }

    private int takeWithTimes(Columns rows, int from, int to, int length, int[] attributes) {
        var kinds = rows.kinds();
        var times = rows.times();
        var nodeOfKind = this.nodeOfKind;
        var passes = this.passes;
        var visits = this.visits;
        var visitTimes = this.visitTimes;
        long since = paths.from();
        long until = paths.to();
        for (int row = from; row < to; row++) {
            int node = nodeOfKind[kinds[row]];
            long time = times[row];
            visits[length] = node;
            visitTimes[length] = time;
            length += node >= 0 & time >= since & time < until ? passes[attributes[row]] : 0;
        }
        return length;
    }

    /** How many paths there are after the last {@link #cut}. */
    private int cutPaths;

    /** Ends the last path at long pauses and takes visits of the same node in a row for one; returns where the visits end then. */
    private int cut(int begin, int end, int paths) {
        long gap = this.paths.gapMillis();
        boolean collapse = this.paths.collapse();
        long last = visitTimes[begin];
        int kept = begin + 1;
        for (int i = begin + 1; i < end; i++) {
            boolean pause = visitTimes[i] - last > gap;
            last = visitTimes[i];
            if (pause) {
                personOf[paths] = person;
                bounds[paths++] = kept;
            } else if (collapse && visits[i] == visits[kept - 1]) {
                continue;
            }
            visits[kept] = visits[i];
            visitTimes[kept++] = visitTimes[i];
        }
        cutPaths = paths;
        return kept;
    }

    /** @param times of the visits, from {@code timesAt} */
    private void count(int length, int paths, long[] times, int timesAt) {
        findEdges(length);
        findBounds(length, paths);
        countEdges(length);
        if (withPeople) {
            countPeople(paths);
        }
        if (this.times != null) {
            this.times.add(edges, length, times, timesAt);
        }
        if (packed != null) {
            variants(paths, packed);
        }
    }

    private void findEdges(int length) {
        var visits = this.visits;
        var edges = this.edges;
        int bits = nodeBits;
        for (int i = 1; i < length; i++) {
            edges[i] = visits[i - 1] << bits | visits[i];
        }
    }

    private void findBounds(int length, int paths) {
        var visits = this.visits;
        var edges = this.edges;
        var bounds = this.bounds;
        int noEdge = this.noEdge;
        edges[0] = noEdge;
        starts[visits[0]]++;
        for (int path = 1; path < paths; path++) {
            int bound = bounds[path];
            edges[bound] = noEdge;
            starts[visits[bound]]++;
            ends[visits[bound - 1]]++;
        }
        ends[visits[length - 1]]++;
    }

    private void countEdges(int length) {
        var edges = this.edges;
        var counts = this.counts;
        var others = this.otherCounts;
        int i = 0;
        for (; i + 1 < length; i += 2) {
            counts[edges[i]]++;
            others[edges[i + 1]]++;
        }
        if (i < length) {
            counts[edges[i]]++;
        }
    }

    private void countPeople(int paths) {
        var visits = this.visits;
        var edges = this.edges;
        int noEdge = this.noEdge;
        for (int path = 0; path < paths; path++) {
            int number = personOf[path];
            int end = bounds[path + 1];
            for (int i = bounds[path]; i < end; i++) {
                int node = visits[i];
                nodePeople[node] += nodeLast[node] == number ? 0 : 1;
                nodeLast[node] = number;
                int edge = edges[i];
                if (edge != noEdge) {
                    edgePeople[edge] += edgeLast[edge] == number ? 0 : 1;
                    edgeLast[edge] = number;
                }
            }
        }
    }

    private void variants(int paths, PackedPaths into) {
        for (int path = 0; path < paths; path++) {
            int from = bounds[path];
            int to = bounds[path + 1];
            if (to - from <= longestPacked) {
                into.add(visits, from, to);
            } else {
                longer.add(visits, from, to, 1);
            }
        }
    }

    private int place(int from, int to) {
        return from << nodeBits | to;
    }

    long count(int from, int to) {
        return (long) counts[place(from, to)] + otherCounts[place(from, to)];
    }

    long edgePeople(int from, int to) {
        return withPeople ? edgePeople[place(from, to)] : 0;
    }

    /** @return where the edge's durations, in milliseconds, end in the target */
    int timesInto(int from, int to, long[] target, int at) {
        return times == null ? at : times.copyTo(place(from, to), target, at);
    }

    long people(int node) {
        return withPeople ? nodePeople[node] : 0;
    }

    long starts(int node) {
        return starts[node];
    }

    long ends(int node) {
        return ends[node];
    }

    @Nullable PackedPaths packed() {
        return packed;
    }

    /** Paths too long for {@link #packed()}. */
    Variants longer() {
        return longer;
    }
}
