package io.journey360.analytics.funnel;

import io.journey360.analytics.durations.Durations;
import java.util.Arrays;

/** What one thread has counted. */
final class Tally {

    /** Units by how many required steps they reached. */
    final long[] furthest;

    /** Per required step, the times from the one before it. */
    final Durations[] times;

    /** Per optional step, the times to it; as many as units took it. */
    final Durations[] optionalTimes;

    long open;

    Tally(PreparedFunnel prepared) {
        furthest = new long[prepared.required.length + 1];
        times = durations(prepared.required.length);
        optionalTimes = durations(prepared.optional.length);
    }

    private static Durations[] durations(int count) {
        var durations = new Durations[count];
        Arrays.setAll(durations, step -> new Durations());
        return durations;
    }

    long units() {
        long units = 0;
        for (int step = 1; step < furthest.length; step++) {
            units += furthest[step];
        }
        return units;
    }
}
