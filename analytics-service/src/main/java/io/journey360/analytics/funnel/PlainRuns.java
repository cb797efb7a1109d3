package io.journey360.analytics.funnel;

import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Kind;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.Run;
import io.journey360.analytics.index.RunVisitor;
import io.journey360.analytics.index.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Counts how far persons got in a plain funnel, many at a time, just as {@link FunnelCounting} counts what
 * {@link FunnelVisitor} finds.
 *
 * <p>A person who has no event of a type that a step selects is not looked at beyond that step. Of the others, taking for each
 * step the first event after that of the step before gives the longest chain there could be without a window, and of those the
 * one that ends first; going back from its end, taking for each step the last event before, gives the latest start for that
 * end. If the window holds the two, this is the canonical chain. Otherwise, and where two events have the same time, the
 * person is left to the visitor.
 */
final class PlainRuns implements RunVisitor {

    private static final int TYPE_SETS = Run.TYPES + 1;

    private final PreparedFunnel prepared;
    private final FunnelVisitor visitor;
    private final FunnelCounting counting;
    private final Tally tally;
    private final @Nullable Tally[] groups;
    private final long[] byKind;
    private final long @Nullable [] byAttributes;
    private final int steps;
    private final long window;
    private final long from;
    private final long to;
    private final long openSince;

    /** By set of types, the furthest step that events of these types could reach. */
    private final byte[] furthestOf;

    /** Types of which every event matches the first step. */
    private final int sure;

    private final long[] chain;

    /** By step, the row that serves it. One more than steps, for what comes after the last. */
    private final int[] taken;

    /** By step, how many events before that row match any step, from the first start on. */
    private final int[] matchedBefore;

    private int start;

    /** The last event that matches the first step, if any does. */
    private int latestStart;

    static boolean answers(PreparedFunnel prepared) {
        var funnel = prepared.funnel;
        return funnel.plain() && funnel.by() == Funnel.Unit.CUSTOMER && prepared.optional.length == 0;
    }

    PlainRuns(Snapshot snapshot, Query query, PreparedFunnel prepared) {
        this.prepared = prepared;
        this.counting = new FunnelCounting(prepared);
        this.visitor = new FunnelVisitor(query, prepared, counting);
        this.tally = counting.tally();
        this.groups = new @Nullable Tally[prepared.groups == null ? 0 : prepared.groups.size()];
        this.byKind = prepared.masks.byKind();
        this.byAttributes = prepared.masks.byAttributes();
        this.steps = prepared.required.length;
        this.window = prepared.funnel.windowMillis();
        this.from = prepared.funnel.from();
        this.to = prepared.funnel.to();
        this.openSince = prepared.openSince;
        this.chain = new long[steps];
        this.taken = new int[steps + 1];
        this.matchedBefore = new int[steps + 1];
        var types = new int[steps];
        int others = 0;
        for (int kind = 0; kind < byKind.length; kind++) {
            int type = type(snapshot.kinds().value(kind));
            for (int step = 0; step < steps; step++) {
                types[step] |= (byKind[kind] >>> step & 1) == 0 ? 0 : type;
            }
            others |= (byKind[kind] & 1) == 0 ? type : 0;
        }
        boolean always =
                byAttributes == null && from == Funnel.BEGINNING && to == Funnel.END && prepared.groups == null;
        sure = always ? types[0] & ~others : 0;
        furthestOf = new byte[TYPE_SETS];
        for (int set = 0; set < TYPE_SETS; set++) {
            while (furthestOf[set] < steps && (types[furthestOf[set]] & set) != 0) {
                furthestOf[set]++;
            }
        }
    }

    private static int type(Kind kind) {
        return 1 << kind.type().ordinal();
    }

    FunnelCounting counting() {
        return counting;
    }

    @Override
    public void persons(Run run) {
        var rows = run.rows();
        var starts = run.starts();
        var ends = run.ends();
        var traits = run.traits();
        int startsAt = run.startsAt();
        int endsAt = run.endsAt();
        int traitsAt = run.traitsAt();
        var furthestOf = this.furthestOf;
        for (int i = 0; i < run.count(); i++) {
            int trait = traits[traitsAt + i];
            int most = furthestOf[trait & Run.TYPES];
            if (most == 0) {
                continue;
            }
            int first = starts[startsAt + i];
            int end = ends[endsAt + i];
            if (most == 1 && (trait & sure) != 0) {
                count(tally, 1, steps > 1 && open(rows, first, end));
            } else if (most > 1 && (trait & Run.SAME_TIME) != 0) {
                visit(rows, first, end);
            } else {
                person(rows, first, end);
            }
        }
    }

    private void visit(Columns rows, int first, int end) {
        if (visitor.find(rows, first, end)) {
            counting.count(rows, visitor);
        }
    }

    private void person(Columns rows, int first, int end) {
        int begin = first;
        if (from != Funnel.BEGINNING) {
            while (begin < end && rows.times()[begin] < from) {
                begin++;
            }
        }
        var attributes = rows.attributes();
        int furthest = byAttributes == null
                ? byKind(rows, begin, end)
                : attributes == null ? -1 : byAttributes(rows, begin, end, attributes, byAttributes);
        if (furthest == 0) {
            return;
        }
        if (furthest < 0) {
            visit(rows, first, end);
            return;
        }
        boolean open = furthest < steps
                && (to == Funnel.END ? rows.times()[latestStart] >= openSince : open(rows, begin, end));
        if (prepared.groups == null) {
            count(tally, furthest, open);
        } else {
            int group = prepared.groups.of(rows, start);
            var ofGroup = groups[group];
            if (ofGroup == null) {
                ofGroup = counting.groups().computeIfAbsent(group, g -> new Tally(prepared));
                groups[group] = ofGroup;
            }
            count(ofGroup, furthest, open);
        }
    }

    /**
     * Writes the first event for each step after that of the step before, without a branch on what an event is. Where as many
     * events match any step from the first of these to the last as there are steps, there is no other chain that ends there.
     *
     * @return the furthest step, its chain's times in {@link #chain} and its rows in {@link #taken}; -1 if it is not told here
     */
    private int byKind(Columns rows, int first, int end) {
        var kinds = rows.kinds();
        var byKind = this.byKind;
        var taken = this.taken;
        var matchedBefore = this.matchedBefore;
        int step = 0;
        int matched = 0;
        int latest = first;
        long several = 0;
        for (int row = first; row < end; row++) {
            long mask = byKind[kinds[row]];
            taken[step] = row;
            matchedBefore[step] = matched;
            step += (int) (mask >>> step) & 1;
            latest += row - latest & -(int) (mask & 1);
            several |= mask & mask - 1;
            matched += (int) ((mask | -mask) >>> 63) & (step | -step) >>> 31;
        }
        latestStart = latest;
        if (step < 2 || matchedBefore[step - 1] == step - 1) {
            return chosen(rows.times(), step, matched == step && several == 0);
        }
        var times = rows.times();
        int row = taken[step - 1];
        for (int before = step - 2; before >= 0; before--) {
            do {
                row--;
            } while (row >= first && ((byKind[kinds[row]] >>> before & 1) == 0 || before == 0 && times[row] >= to));
            taken[before] = row;
        }
        for (int middle = 1; middle < step - 1 && row >= first; middle++) {
            do {
                row++;
            } while ((byKind[kinds[row]] >>> middle & 1) == 0);
            taken[middle] = row;
        }
        return taken[0] < first ? 0 : chosen(times, step, false);
    }

    /** The same for filters that ask for attributes. */
    private int byAttributes(Columns rows, int first, int end, int[] attributes, long[] byAttributes) {
        var kinds = rows.kinds();
        var byKind = this.byKind;
        var taken = this.taken;
        var matchedBefore = this.matchedBefore;
        int step = 0;
        int matched = 0;
        int latest = first;
        long several = 0;
        for (int row = first; row < end; row++) {
            long mask = (byKind[kinds[row]] & byAttributes[attributes[row]]);
            taken[step] = row;
            matchedBefore[step] = matched;
            step += (int) (mask >>> step) & 1;
            latest += row - latest & -(int) (mask & 1);
            several |= mask & mask - 1;
            matched += (int) ((mask | -mask) >>> 63) & (step | -step) >>> 31;
        }
        latestStart = latest;
        if (step < 2 || matchedBefore[step - 1] == step - 1) {
            return chosen(rows.times(), step, matched == step && several == 0);
        }
        var times = rows.times();
        int row = taken[step - 1];
        for (int before = step - 2; before >= 0; before--) {
            do {
                row--;
            } while (row >= first
                    && (((byKind[kinds[row]] & byAttributes[attributes[row]]) >>> before & 1) == 0
                            || before == 0 && times[row] >= to));
            taken[before] = row;
        }
        for (int middle = 1; middle < step - 1 && row >= first; middle++) {
            do {
                row++;
            } while (((byKind[kinds[row]] & byAttributes[attributes[row]]) >>> middle & 1) == 0);
            taken[middle] = row;
        }
        return taken[0] < first ? 0 : chosen(times, step, false);
    }

    /** @param only whether each event matches one step at most and no step has a second: then there is no chain but this one's beginnings */
    private int chosen(long[] times, int step, boolean only) {
        start = taken[0];
        if (step == 0 || to != Funnel.END && times[start] >= to) {
            return 0; // the first start is too late already
        }
        for (int i = 0; i < step; i++) {
            chain[i] = times[taken[i]];
        }
        if (chain[step - 1] - chain[0] <= window) {
            return step;
        }
        if (!only) {
            return -1;
        }
        int reached = step - 1;
        while (chain[reached - 1] - chain[0] > window) {
            reached--;
        }
        return reached;
    }

    private void count(Tally into, int furthest, boolean open) {
        into.furthest[furthest]++;
        for (int step = 1; step < furthest; step++) {
            into.times[step].add(chain[step] - chain[step - 1]);
        }
        into.open += open ? 1 : 0;
    }

    /** Whether a first step is so late that its window has not ended. */
    private boolean open(Columns rows, int first, int end) {
        var times = rows.times();
        if (times[end - 1] < openSince) {
            return false;
        }
        var kinds = rows.kinds();
        var byKind = this.byKind;
        for (int row = end - 1; row >= first && times[row] >= openSince; row--) {
            if ((byKind[kinds[row]] & 1) != 0
                    && times[row] >= from
                    && times[row] < to
                    && (byAttributes == null || (prepared.masks.of(rows, row) & 1) != 0)) {
                return true;
            }
        }
        return false;
    }
}
