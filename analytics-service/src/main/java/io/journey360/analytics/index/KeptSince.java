package io.journey360.analytics.index;

import io.journey360.events.JourneyEventType;
import java.util.Arrays;
import java.util.Collection;

/** Since when events are kept. */
@FunctionalInterface
interface KeptSince {

    /** Of an identity's events, in milliseconds since 1970, by the ordinal of their type. */
    long[] of(long high, long low);

    /** The same for everybody and everything. */
    static KeptSince time(long millis) {
        var times = new long[JourneyEventType.values().length];
        Arrays.fill(times, millis);
        return (high, low) -> times;
    }

    /** Everything, to be restricted by {@link #raise}. */
    static long[] everything() {
        var times = new long[JourneyEventType.values().length];
        Arrays.fill(times, Long.MIN_VALUE);
        return times;
    }

    static void raise(long[] times, Collection<JourneyEventType> types, long millis) {
        for (var type : types) {
            times[type.ordinal()] = Math.max(times[type.ordinal()], millis);
        }
    }

    /** Of an identity's events as {@link #of} has it. */
    static boolean keeps(long[] since, Columns rows, int row, Dictionary<Kind> kinds) {
        return rows.times[row] >= since[kinds.value(rows.kinds[row]).type().ordinal()];
    }
}
