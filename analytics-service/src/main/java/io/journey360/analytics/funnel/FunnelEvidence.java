package io.journey360.analytics.funnel;

import io.journey360.analytics.durations.Histogram;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.query.Evidence;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Lists the units that one figure counts: of each the events of its chain up to the step, so that these events alone make the
 * same figure. Where more is needed for that, more is listed: in any order and for an optional step the whole chain, with what
 * optional steps up to this one took; for open units the event that their window is counted from; and with optional steps and
 * open units, where events can bar chains, all that can.
 */
final class FunnelEvidence implements FunnelVisitor.Finds {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final int ALL_BUCKETS = -1;

    enum What {
        REACHED,
        TIME,
        DROPPED_OFF,
        OPEN
    }

    /**
     * Which figure.
     *
     * @param step of all steps, from 0
     * @param bucket only times in this one of the histogram
     */
    record Part(What what, int step, int bucket) {

        /** Units that reached a step. */
        static Part reached(int step) {
            return new Part(What.REACHED, step, ALL_BUCKETS);
        }

        /** Units that reached a step, each with the time it took. */
        static Part times(int step) {
            return new Part(What.TIME, step, ALL_BUCKETS);
        }

        static Part times(int step, int bucket) {
            return new Part(What.TIME, step, bucket);
        }

        /** Units that reached the required step before, and not this one. */
        static Part droppedOff(int step) {
            return new Part(What.DROPPED_OFF, step, ALL_BUCKETS);
        }

        static Part open() {
            return new Part(What.OPEN, 0, ALL_BUCKETS);
        }
    }

    private final PreparedFunnel prepared;
    private final Part part;
    private final IntPredicate groups;
    private final Evidence evidence;
    private final int required;
    private final int optional;
    private int[] listed = new int[16];
    private int size;

    /** @param groups numbers of the breakdown's values whose units are listed */
    FunnelEvidence(PreparedFunnel prepared, Part part, IntPredicate groups, Evidence evidence) {
        this.prepared = prepared;
        this.part = part;
        this.groups = groups;
        this.evidence = evidence;
        this.required = PreparedFunnel.number(prepared.required, part.step);
        this.optional = PreparedFunnel.number(prepared.optional, part.step);
    }

    @Override
    public void unit(Person person, Columns rows, int first, int end, FunnelVisitor found) {
        if (prepared.groups != null && !groups.test(prepared.groups.of(rows, found.firstRow()))) {
            return;
        }
        switch (part.what) {
            case REACHED -> {
                if (reached(found)) {
                    list(person, rows, first, end, found, Evidence.COUNTED);
                }
            }
            case TIME -> {
                if (reached(found)) {
                    long millis = optional < 0 ? found.timeTo(required) : found.timeToOptional(optional);
                    if (part.bucket == ALL_BUCKETS || part.bucket == Histogram.bucketOf(millis)) {
                        list(person, rows, first, end, found, millis / MILLIS_PER_SECOND);
                    }
                }
            }
            case DROPPED_OFF -> {
                int before = optional < 0 ? required : prepared.before[optional] + 1;
                if (before > 0 && found.furthest() >= before && !reached(found)) {
                    list(person, rows, first, end, found, Evidence.COUNTED);
                }
            }
            case OPEN -> {
                if (found.open()) {
                    list(person, rows, first, end, found, Evidence.COUNTED);
                }
            }
        }
    }

    private boolean reached(FunnelVisitor found) {
        return optional < 0 ? found.furthest() > required : found.optionalRows()[optional] >= 0;
    }

    private void list(Person person, Columns rows, int first, int end, FunnelVisitor found, double value) {
        size = 0;
        var funnel = prepared.funnel;
        boolean tookOptional = optional >= 0 && (part.what == What.REACHED || part.what == What.TIME);
        if (tookOptional) {
            for (int before = 0; before <= optional; before++) {
                add(found.optionalRows()[before]);
            }
        }
        if (part.what == What.OPEN) {
            add(found.latestStart());
        }
        if (funnel.barring() && (tookOptional || part.what == What.OPEN)) {
            for (int row = first; row < end; row++) {
                if (prepared.masks.of(rows, row) != 0) {
                    add(row);
                }
            }
        }
        int length = length(found);
        for (int step = 0; step < length; step++) {
            add(found.chainRows()[step]);
        }
        if (funnel.order() == Funnel.Order.ANY && funnel.to() != Funnel.END) {
            for (int fewer = length - 1; fewer > 0; fewer--) {
                var others = found.chainRowsTo(fewer);
                for (int step = 0; step < fewer; step++) {
                    add(others[step]);
                }
            }
        }
        Arrays.sort(listed, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || listed[i] != listed[i - 1]) {
                listed[distinct++] = listed[i];
            }
        }
        evidence.add(person, rows, listed, distinct, value);
    }

    /** How many of the chain's events are listed. */
    private int length(FunnelVisitor found) {
        if (prepared.funnel.order() == Funnel.Order.ANY) {
            return found.furthest();
        }
        return switch (part.what) {
            case REACHED, TIME -> optional < 0 ? required + 1 : found.furthest();
            case DROPPED_OFF -> optional < 0 ? required : prepared.before[optional] + 1;
            case OPEN -> found.furthest();
        };
    }

    private void add(int row) {
        if (row < 0) {
            return;
        }
        if (size == listed.length) {
            listed = Arrays.copyOf(listed, size * 2);
        }
        listed[size++] = row;
    }
}
