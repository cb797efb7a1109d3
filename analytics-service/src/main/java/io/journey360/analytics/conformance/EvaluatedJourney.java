package io.journey360.analytics.conformance;

import io.journey360.analytics.index.Columns;
import java.util.Arrays;

/** One journey beside the map; the same object for each, so valid until the next. Stages count from 0. */
final class EvaluatedJourney {

    private final MapModel model;
    private final Alignment alignment;
    private int[] rows = new int[64];
    private int count;
    private int[] stageRows = new int[32];
    private final int[] entryRows;
    private final boolean[] entered;
    private final boolean[] repeated;
    private final boolean[] outOfOrder;
    private boolean ended;

    EvaluatedJourney(MapModel model) {
        this.model = model;
        this.alignment = model.alignment();
        this.entryRows = new int[model.stages()];
        this.entered = new boolean[model.stages()];
        this.repeated = new boolean[model.stages()];
        this.outOfOrder = new boolean[model.stages()];
    }

    void begin() {
        count = 0;
        alignment.begin();
    }

    /** @param fits stages the event fits, bit by bit; none for one the map does not tell of */
    void add(int row, long fits) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, count * 2);
        }
        rows[count++] = row;
        if (fits != 0) {
            int event = alignment.events();
            if (event == stageRows.length) {
                stageRows = Arrays.copyOf(stageRows, event * 2);
            }
            stageRows[event] = row;
            alignment.add(fits);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether any of its events fits a stage: else the map has nothing to say of it. */
    boolean isOnTheMap() {
        return alignment.events() > 0;
    }

    /** @param hasEnded whether it is to be compared with the whole map, not with its beginnings */
    void evaluate(boolean hasEnded) {
        ended = hasEnded;
        alignment.trace(ended);
        Arrays.fill(entered, false);
        Arrays.fill(repeated, false);
        Arrays.fill(outOfOrder, false);
        long enteredSoFar = 0;
        for (int event = 0; event < alignment.events(); event++) {
            int stage = alignment.stageOf(event) - 1;
            if (stage < 0) {
                deviation(alignment.fits(event), enteredSoFar);
            } else if (!entered[stage]) {
                entered[stage] = true;
                enteredSoFar |= 1L << stage;
                entryRows[stage] = stageRows[event];
            }
        }
    }

    /** Takes the event for a return to the latest stage it fits that was entered, else for the first it fits. */
    private void deviation(long fits, long enteredSoFar) {
        long back = fits & enteredSoFar;
        if (back != 0) {
            repeated[63 - Long.numberOfLeadingZeros(back)] = true;
        } else {
            outOfOrder[Long.numberOfTrailingZeros(fits)] = true;
        }
    }

    boolean is(StageFate fate, int stage) {
        boolean missing = !entered[stage] && !outOfOrder[stage];
        return switch (fate) {
            case ENTERED -> entered[stage];
            case SKIPPED -> missing && stage < alignment.furthest();
            case REPEATED -> repeated[stage];
            case OUT_OF_ORDER -> outOfOrder[stage];
            case NOT_REACHED -> missing && ended && stage >= alignment.furthest();
        };
    }

    /** Tells each pair of stages entered one after the other. */
    void transitions(Columns columns, Transition transition) {
        int from = -1;
        for (int stage = 0; stage < entered.length; stage++) {
            if (entered[stage]) {
                if (from >= 0) {
                    long millis = columns.times()[entryRows[stage]] - columns.times()[entryRows[from]];
                    transition.from(from, stage, entryRows[from], entryRows[stage], millis);
                }
                from = stage;
            }
        }
    }

    /** Entering one stage after another. */
    @FunctionalInterface
    interface Transition {
        void from(int from, int to, int fromRow, int toRow, long millis);
    }

    boolean isOpen() {
        return !ended;
    }

    int cost() {
        return alignment.cost(ended);
    }

    int worst() {
        return alignment.worst(ended);
    }

    MapModel model() {
        return model;
    }

    /** Its rows: the first {@link #count} of these. */
    int[] rows() {
        return rows;
    }

    int count() {
        return count;
    }
}
