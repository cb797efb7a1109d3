package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEventType;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Since when events are kept, by their type, in milliseconds since 1970; of some people since later. */
final class KeptSince {

    private final Dictionary<Kind> kinds;
    private final long[] everybody = new long[JourneyEventType.values().length];
    private final Map<IdentityKey, long[]> some = new HashMap<>();
    private final boolean[] touched = new boolean[JourneyIndex.SHARDS];
    private byte[] typeOfKind = {};

    KeptSince(Dictionary<Kind> kinds) {
        this.kinds = kinds;
        Arrays.fill(everybody, Long.MIN_VALUE);
    }

    /** Before any for single people. */
    void raise(Collection<JourneyEventType> types, long millis) {
        raise(everybody, types, millis);
        Arrays.fill(touched, true);
    }

    void raise(IdentityKey identity, Collection<JourneyEventType> types, long millis) {
        raise(some.computeIfAbsent(identity, key -> everybody.clone()), types, millis);
        touched[JourneyIndex.shardOf(identity.high())] = true;
    }

    private static void raise(long[] times, Collection<JourneyEventType> types, long millis) {
        for (var type : types) {
            times[type.ordinal()] = Math.max(times[type.ordinal()], millis);
        }
    }

    /** Whether there may be anything in the shard that is not kept. */
    boolean touches(int shard) {
        return touched[shard];
    }

    /** Of an identity's events, by the ordinal of their type. */
    long[] of(long high, long low) {
        return some.isEmpty() ? everybody : some.getOrDefault(IdentityKey.of(high, low), everybody);
    }

    /** From then on every type is kept. */
    static long allFrom(long[] since) {
        long latest = Long.MIN_VALUE;
        for (long time : since) {
            latest = Math.max(latest, time);
        }
        return latest;
    }

    /** @param since as {@link #of} has it */
    boolean keeps(long[] since, Columns rows, int row) {
        int kind = rows.kinds[row];
        if (kind >= typeOfKind.length) {
            readKinds();
        }
        return rows.times[row] >= since[typeOfKind[kind]];
    }

    private void readKinds() {
        typeOfKind = new byte[kinds.size()];
        for (int kind = 0; kind < typeOfKind.length; kind++) {
            typeOfKind[kind] = (byte) kinds.value(kind).type().ordinal();
        }
    }
}
