package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Groups of identities that some enter and leave as time goes by, and who was in which as of any log position. The groups of
 * one roll share the identities' numbers. One thread writes; any may read what was at positions that it has reached. About 30
 * bytes an identity, and 12 each time that it enters or leaves.
 */
public final class Roll {

    private static final int INITIAL = 16;

    private final @Nullable Keys[] keys = new Keys[JourneyIndex.SHARDS];

    /** A group that nobody is in yet. */
    public Group group() {
        return new Group();
    }

    /** Whether it ever was in any of the groups. */
    public boolean contains(IdentityKey identity) {
        var numbered = keys[JourneyIndex.shardOf(identity.high())];
        return numbered != null && numbered.find(identity.high(), identity.low()) >= 0;
    }

    private int number(IdentityKey identity) {
        long high = identity.high();
        int shard = JourneyIndex.shardOf(high);
        var numbered = keys[shard];
        if (numbered == null) {
            numbered = new Keys(INITIAL);
            keys[shard] = numbered;
        }
        return numbered.add(high, identity.low());
    }

    /** Who is in it since when. */
    public final class Group {

        private final @Nullable Changes[] shards = new Changes[JourneyIndex.SHARDS];

        private Group() {}

        /** In position order; whoever is in already stays. */
        public synchronized void enter(IdentityKey identity, long position) {
            changes(identity).add(number(identity), position, true);
        }

        /** In position order. */
        public synchronized void leave(IdentityKey identity, long position) {
            changes(identity).add(number(identity), position, false);
        }

        private Changes changes(IdentityKey identity) {
            int shard = JourneyIndex.shardOf(identity.high());
            var changes = shards[shard];
            if (changes == null) {
                changes = new Changes();
                shards[shard] = changes;
            }
            return changes;
        }

        /**
         * As the other two, in any order, before anything else; nobody is in until {@link #endLoad}.
         *
         * @param enters or leaves
         */
        public synchronized void load(IdentityKey identity, long position, boolean enters) {
            changes(identity).append(number(identity), position, enters);
        }

        public synchronized void endLoad() {
            for (int shard = 0; shard < shards.length; shard++) {
                var changes = shards[shard];
                if (changes != null) {
                    shards[shard] = changes.inOrder();
                }
            }
        }

        /** The identity was never in it. */
        public synchronized void forget(IdentityKey identity) {
            var changes = shards[JourneyIndex.shardOf(identity.high())];
            if (changes != null) {
                changes.forget(number(identity));
            }
        }

        /** Who was in it as of a position. */
        public synchronized IdentitySet at(long position) {
            long[] @Nullable [] bits = new long[JourneyIndex.SHARDS][];
            for (int shard = 0; shard < bits.length; shard++) {
                var changes = shards[shard];
                bits[shard] = changes == null ? null : changes.at(position);
            }
            return new IdentitySet(keys.clone(), bits);
        }
    }

    /** What changed in a shard, and what has come of it: looking back costs as much as there has been since. */
    private static final class Changes {

        private long[] in = {};
        private long[] positions = new long[INITIAL];

        /** Twice the number, and one for an identity that entered. */
        private int[] what = new int[INITIAL];

        private int count;

        void add(int number, long position, boolean enters) {
            if (isIn(number) != enters) {
                append(number, position, enters);
                if (number >> 6 >= in.length) {
                    in = Arrays.copyOf(in, Math.max(number / 64 + 1, in.length * 2));
                }
                in[number >> 6] ^= 1L << number;
            }
        }

        void append(int number, long position, boolean enters) {
            if (count == what.length) {
                positions = Arrays.copyOf(positions, count * 2);
                what = Arrays.copyOf(what, count * 2);
            }
            positions[count] = position;
            what[count++] = number << 1 | (enters ? 1 : 0);
        }

        /** What was appended in any order. */
        Changes inOrder() {
            var order = new int[count];
            Arrays.setAll(order, i -> i);
            IntOrder.sort(order, count, (a, b) -> Long.compare(positions[a], positions[b]));
            var sorted = new Changes();
            for (int i : order) {
                sorted.add(what[i] >> 1, positions[i], (what[i] & 1) == 1);
            }
            return sorted;
        }

        boolean isIn(int number) {
            return number >> 6 < in.length && (in[number >> 6] >>> number & 1) != 0;
        }

        void forget(int number) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (what[i] >> 1 != number) {
                    positions[kept] = positions[i];
                    what[kept++] = what[i];
                }
            }
            count = kept;
            if (isIn(number)) {
                in[number >> 6] ^= 1L << number;
            }
        }

        long[] at(long position) {
            var then = in.clone();
            for (int i = count - 1; i >= 0 && positions[i] > position; i--) {
                int number = what[i] >> 1;
                then[number >> 6] ^= 1L << number;
            }
            return then;
        }
    }
}
