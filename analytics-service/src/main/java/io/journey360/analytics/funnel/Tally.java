package io.journey360.analytics.funnel;

import io.journey360.analytics.durations.Durations;

/** What one thread has counted. */
final class Tally {

    /** Units by the furthest step they reached. */
    final long[] furthest;

    /** Per step, the times from the step before it. */
    final Durations[] times;

    long open;

    Tally(int steps) {
        furthest = new long[steps + 1];
        times = new Durations[steps];
        for (int step = 0; step < steps; step++) {
            times[step] = new Durations();
        }
    }

    long units() {
        long units = 0;
        for (int step = 1; step < furthest.length; step++) {
            units += furthest[step];
        }
        return units;
    }
}
