package io.journey360.analytics.conformance;

import java.util.Arrays;

/**
 * One journey beside a map, extended event by event: the cheapest way to explain its events by the map's stages.
 *
 * <p>A journey takes the stages in their order. An event that fits a later stage enters it, which passes over the stages between; one that
 * fits the stage the journey is in stays in it; one that does neither is a deviation. A deviation costs 1, and so does every stage passed
 * over that is not optional. This is the optimal alignment with unit costs of van der Aalst, Adriansyah and van Dongen, "Replaying history on
 * process models for conformance checking and performance analysis" (WIREs Data Mining and Knowledge Discovery 2(2), 2012), for a model that is
 * a sequence of stages in each of which events may repeat. Their fitness is 1 − cost / worst, where the worst is to explain no event and to
 * pass over every stage. A journey that goes on is compared with the beginnings of the map: its prefix alignment (Adriansyah, "Aligning
 * observed and modeled behavior", 2014), whose worst is to explain no event.
 *
 * <p>Of several cheapest alignments it is the one that is furthest along at the end and, among these, before the last event, and so on back to
 * the first: stages are entered as early as they can be.
 *
 * <p>An event costs time in proportion to the number of stages, whatever came before it. For one thread.
 */
final class Alignment {

    private static final int NEVER = Integer.MAX_VALUE / 2;
    private static final byte DEVIATES = -1;

    private final int stages;

    /** How many of the first i stages are not optional. */
    private final int[] required;

    /** The cheapest way to be in stage i, counted from 1, after the last event; in none for 0. */
    private int[] costs;

    private int[] next;
    private int events;

    /** For each event and stage, the stage before the event; {@link #DEVIATES} when the event is a deviation. */
    private byte[] before = new byte[512];

    /** The stages each event fits, bit by bit. */
    private long[] fits = new long[32];

    /** The stage each event enters or stays in, from 1; 0 for a deviation. */
    private int[] moves = new int[32];

    private int furthest;

    /** @param optional at most 64, by stage */
    Alignment(boolean[] optional) {
        stages = optional.length;
        required = new int[stages + 1];
        for (int i = 0; i < stages; i++) {
            required[i + 1] = required[i] + (optional[i] ? 0 : 1);
        }
        costs = new int[stages + 1];
        next = new int[stages + 1];
        begin();
    }

    /** Forgets all events. */
    void begin() {
        events = 0;
        Arrays.fill(costs, NEVER);
        costs[0] = 0;
    }

    /** @param fitting bit i is set when the event fits stage i, counted from 0; at least one is */
    void add(long fitting) {
        int row = events * (stages + 1);
        if (row + stages + 1 > before.length) {
            before = Arrays.copyOf(before, before.length * 2);
        }
        if (events == fits.length) {
            fits = Arrays.copyOf(fits, events * 2);
            moves = Arrays.copyOf(moves, events * 2);
        }
        fits[events++] = fitting;
        next[0] = costs[0] + 1;
        before[row] = DEVIATES;
        int cheapest = costs[0]; // less the required stages up to where it is reached
        int cheapestFrom = 0;
        for (int stage = 1; stage <= stages; stage++) {
            if ((fitting >>> stage - 1 & 1) == 0) {
                next[stage] = Math.min(costs[stage] + 1, NEVER);
                before[row + stage] = DEVIATES;
            } else if (costs[stage] <= cheapest + required[stage - 1]) {
                next[stage] = costs[stage];
                before[row + stage] = (byte) stage;
            } else {
                next[stage] = cheapest + required[stage - 1];
                before[row + stage] = (byte) cheapestFrom;
            }
            if (costs[stage] - required[stage] <= cheapest) {
                cheapest = costs[stage] - required[stage];
                cheapestFrom = stage;
            }
        }
        var swapped = costs;
        costs = next;
        next = swapped;
    }

    int events() {
        return events;
    }

    /** @param ended whether the journey is to be compared with the whole map, not with its beginnings */
    int cost(boolean ended) {
        int least = NEVER;
        for (int stage = 0; stage <= stages; stage++) {
            least = Math.min(least, cost(stage, ended));
        }
        return least;
    }

    /** The cost if no event were explained. At least 1 once there is an event. */
    int worst(boolean ended) {
        return events + (ended ? required[stages] : 0);
    }

    /** 0 to 1. */
    static double fitness(long cost, long worst) {
        return (double) (worst - cost) / worst;
    }

    private int cost(int stage, boolean ended) {
        return costs[stage] + (ended ? required[stages] - required[stage] : 0);
    }

    /** Finds which event entered which stage, to be asked for until the next event. */
    void trace(boolean ended) {
        int stage = 0;
        for (int i = 1; i <= stages; i++) {
            if (cost(i, ended) <= cost(stage, ended)) {
                stage = i;
            }
        }
        furthest = stage;
        for (int event = events - 1; event >= 0; event--) {
            int from = before[event * (stages + 1) + stage];
            moves[event] = from == DEVIATES ? 0 : stage;
            stage = from == DEVIATES ? stage : from;
        }
    }

    /** The last stage entered, from 1; 0 when none was. */
    int furthest() {
        return furthest;
    }

    /** The stage that an event entered or stayed in, from 1; 0 when the event is a deviation. */
    int stageOf(int event) {
        return moves[event];
    }

    long fits(int event) {
        return fits[event];
    }
}
