package io.journey360.analytics.index;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the identities are that a scan passes over, as bits, so that it costs nothing where none is. */
final class LeftOut {

    static final LeftOut NOBODY = new LeftOut();

    /** Up to here identities are looked up one by one, without touching what has to do with others. */
    private static final int FEW = 1 << 12;

    private static final int WORD = 64;
    private static final int LINKED_PER_PART = 1 << 14;

    private final long[] @Nullable [] inBase = new long[JourneyIndex.SHARDS][];
    private final long[] @Nullable [] inDelta = new long[JourneyIndex.SHARDS][];
    private long[] linked = {};

    private LeftOut() {}

    /**
     * The persons that do not meet all demands.
     *
     * @param byIdentity whether the scan comes upon linked identities one by one, so that each has to be marked where it is
     */
    static LeftOut of(Snapshot snapshot, Query query, People people, boolean byIdentity) {
        var demands = people.demands();
        if (demands.isEmpty()) {
            return NOBODY;
        }
        var leftOut = new LeftOut();
        for (var demand : demands) {
            var having = new LeftOut();
            if (demand.identities().size() <= FEW) {
                having.addFew(snapshot, demand.identities());
            } else {
                having.addMany(snapshot, query, demand.identities(), byIdentity);
            }
            leftOut.add(having, demand.any(), snapshot);
        }
        return leftOut;
    }

    /** Leaves out persons that have any of these identities too. */
    void leaveOut(Snapshot snapshot, IdentitySet identities) {
        var having = new LeftOut();
        having.addFew(snapshot, identities);
        add(having, false, snapshot);
    }

    private void addFew(Snapshot snapshot, IdentitySet identities) {
        linked = new long[words(snapshot.linkedIdentities())];
        for (int shard = 0; shard < inBase.length; shard++) {
            identities.each(shard, (high, low) -> {
                var group = snapshot.groupOf(high, low);
                if (group == null) {
                    addByItself(snapshot, JourneyIndex.shardOf(high), high, low);
                } else {
                    for (int member : group.members()) {
                        long memberHigh = snapshot.links().high(member);
                        set(linked, member);
                        addByItself(
                                snapshot,
                                JourneyIndex.shardOf(memberHigh),
                                memberHigh,
                                snapshot.links().low(member));
                    }
                }
            });
        }
    }

    /** First every identity by itself, shard by shard; then what the others of its person are, among the linked. */
    private void addMany(Snapshot snapshot, Query query, IdentitySet identities, boolean byIdentity) {
        query.run(
                JourneyIndex.SHARDS,
                () -> number -> identities.each(number, (high, low) -> addByItself(snapshot, number, high, low)));
        int count = snapshot.linkedIdentities();
        var links = snapshot.links();
        var own = new long[words(count)];
        linked = new long[words(count)];
        inParts(query, count, number -> {
            if (identities.contains(links.high(number), links.low(number))) {
                set(own, number);
            }
        });
        inParts(query, count, number -> {
            var group = links.at(number, snapshot.position());
            if (isSet(own, number) || group != null && anyIsSet(own, group.members())) {
                set(linked, number);
            }
        });
        if (byIdentity) {
            query.run(JourneyIndex.SHARDS, () -> number -> placeLinked(snapshot, number));
        }
    }

    private void addByItself(Snapshot snapshot, int number, long high, long low) {
        var shard = snapshot.shard(number);
        int base = shard.base().find(high, low);
        if (base >= 0) {
            set(bits(inBase, number, shard.base().touched.length), base);
        }
        int delta = shard.inDelta(high, low);
        if (delta >= 0) {
            set(bits(inDelta, number, words(shard.deltaIdentities())), delta);
        }
    }

    /** Where identities are shown each by itself, a linked one is passed over like its person. */
    private void placeLinked(Snapshot snapshot, int number) {
        var shard = snapshot.shard(number);
        for (int local = 0; local < shard.linkedCount(); local++) {
            int link = shard.linkedNumbers()[local];
            if (link < snapshot.linkedIdentities() && isSet(linked, link)) {
                addByItself(
                        snapshot,
                        number,
                        snapshot.links().high(link),
                        snapshot.links().low(link));
            }
        }
    }

    @FunctionalInterface
    private interface Numbered {
        void number(int number);
    }

    private static void inParts(Query query, int count, Numbered work) {
        query.run((count + LINKED_PER_PART - 1) / LINKED_PER_PART, () -> part -> {
            int to = Math.min(count, (part + 1) * LINKED_PER_PART);
            for (int number = part * LINKED_PER_PART; number < to; number++) {
                work.number(number);
            }
        });
    }

    /** @param others whether all but these are added */
    private void add(LeftOut these, boolean others, Snapshot snapshot) {
        linked = Objects.requireNonNull(together(linked, these.linked, words(snapshot.linkedIdentities()), others));
        for (int number = 0; number < inBase.length; number++) {
            var shard = snapshot.shard(number);
            inBase[number] = together(inBase[number], these.inBase[number], shard.base().touched.length, others);
            inDelta[number] = together(inDelta[number], these.inDelta[number], words(shard.deltaIdentities()), others);
        }
    }

    private static long @Nullable [] together(
            long @Nullable [] bits, long @Nullable [] more, int length, boolean others) {
        if (more == null && !others) {
            return bits;
        }
        var sum = bits == null ? new long[length] : Arrays.copyOf(bits, length);
        for (int word = 0; word < length; word++) {
            long these = more == null || word >= more.length ? 0 : more[word];
            sum[word] |= others ? ~these : these;
        }
        return sum;
    }

    private static int words(int bits) {
        return (bits + WORD - 1) / WORD;
    }

    private static long[] bits(long[] @Nullable [] ofShards, int shard, int length) {
        var bits = ofShards[shard];
        if (bits == null) {
            bits = new long[length];
            ofShards[shard] = bits;
        }
        return bits;
    }

    private static void set(long[] bits, int bit) {
        bits[bit >> 6] |= 1L << bit;
    }

    private static boolean isSet(long[] bits, int bit) {
        return bit >> 6 < bits.length && (bits[bit >> 6] >>> bit & 1) != 0;
    }

    private static boolean anyIsSet(long[] bits, int[] members) {
        for (int member : members) {
            if (isSet(bits, member)) {
                return true;
            }
        }
        return false;
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

    boolean inBase(int shard, int identity) {
        var bits = inBase[shard];
        return bits != null && isSet(bits, identity);
    }

    boolean inDelta(int shard, int identity) {
        var bits = inDelta[shard];
        return bits != null && isSet(bits, identity);
    }

    boolean linked(int number) {
        return isSet(linked, number);
    }
}
