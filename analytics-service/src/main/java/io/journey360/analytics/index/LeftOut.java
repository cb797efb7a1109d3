package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Where the identities are that a scan passes over, as bits, so that it costs nothing where none is. */
final class LeftOut {

    static final LeftOut NOBODY = new LeftOut();

    private final long[] @Nullable [] inBase = new long[JourneyIndex.SHARDS][];
    private final @Nullable BitSet[] inDelta = new @Nullable BitSet[JourneyIndex.SHARDS];
    private final BitSet linked = new BitSet();

    private LeftOut() {}

    /** The persons that have any of these identities, with all the others they have. */
    static LeftOut of(Snapshot snapshot, Collection<IdentityKey> identities) {
        if (identities.isEmpty()) {
            return NOBODY;
        }
        var leftOut = new LeftOut();
        var persons = snapshot.persons();
        for (var identity : identities) {
            if (snapshot.isUntold(identity)) {
                continue;
            }
            for (var member : persons.identitiesOf(persons.personOf(identity))) {
                leftOut.add(snapshot, member.high(), member.low());
            }
        }
        return leftOut;
    }

    private void add(Snapshot snapshot, long high, long low) {
        int number = JourneyIndex.shardOf(high);
        var shard = snapshot.shard(number);
        int base = shard.base().find(high, low);
        if (base >= 0) {
            var bits = inBase[number];
            if (bits == null) {
                bits = new long[shard.base().touched.length];
                inBase[number] = bits;
            }
            bits[base >> 6] |= 1L << base;
        }
        int delta = shard.inDelta(high, low);
        if (delta >= 0) {
            var bits = inDelta[number];
            if (bits == null) {
                bits = new BitSet();
                inDelta[number] = bits;
            }
            bits.set(delta);
        }
        int link = snapshot.links().find(high, low);
        if (link >= 0) {
            linked.set(link);
        }
    }

    /** One bit per identity of a shard's base: these, and those that the scan passes over anyway. */
    long @Nullable [] inBase(int shard, long @Nullable [] others) {
        var own = inBase[shard];
        if (own == null || others == null) {
            return own == null ? others : own;
        }
        var both = Arrays.copyOf(own, own.length);
        for (int word = 0; word < both.length; word++) {
            both[word] |= others[word];
        }
        return both;
    }

    boolean inDelta(int shard, int identity) {
        var bits = inDelta[shard];
        return bits != null && bits.get(identity);
    }

    boolean linked(int number) {
        return linked.get(number);
    }
}
