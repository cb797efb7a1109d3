package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Some identities, a bit each beside the numbers they have: a million of them cost 128 kB. */
public final class IdentitySet {

    public static final IdentitySet NOBODY =
            new IdentitySet(new Keys[JourneyIndex.SHARDS], new long[JourneyIndex.SHARDS][]);

    private final @Nullable Keys[] keys;
    private final long[] @Nullable [] bits;
    private final int size;

    /**
     * @param keys by shard; may go on growing
     * @param bits by shard and number; never written again
     */
    IdentitySet(@Nullable Keys[] keys, long[] @Nullable [] bits) {
        this.keys = keys;
        this.bits = bits;
        this.size = Arrays.stream(bits)
                .filter(words -> words != null)
                .flatMapToLong(Arrays::stream)
                .mapToInt(Long::bitCount)
                .sum();
    }

    public static IdentitySet of(Collection<IdentityKey> identities) {
        var roll = new Roll();
        var group = roll.group();
        identities.forEach(identity -> group.enter(identity, 0));
        return group.at(0);
    }

    public int size() {
        return size;
    }

    public boolean contains(IdentityKey identity) {
        return contains(identity.high(), identity.low());
    }

    boolean contains(long high, long low) {
        int shard = JourneyIndex.shardOf(high);
        var words = bits[shard];
        var numbered = keys[shard];
        if (words == null || numbered == null) {
            return false;
        }
        int number = numbered.find(high, low);
        return number >= 0 && number >> 6 < words.length && (words[number >> 6] >>> number & 1) != 0;
    }

    /** Both together; they must be of groups of one roll. */
    public IdentitySet or(IdentitySet other) {
        long[] @Nullable [] both = new long[bits.length][];
        @Nullable Keys[] numbered = keys.clone();
        for (int shard = 0; shard < both.length; shard++) {
            numbered[shard] = numbered[shard] == null ? other.keys[shard] : numbered[shard];
            var own = bits[shard];
            var more = other.bits[shard];
            if (own == null || more == null) {
                both[shard] = own == null ? more : own;
            } else {
                var longer = own.length >= more.length ? own : more;
                var shorter = longer == own ? more : own;
                var sum = longer.clone();
                for (int word = 0; word < shorter.length; word++) {
                    sum[word] |= shorter[word];
                }
                both[shard] = sum;
            }
        }
        return new IdentitySet(numbered, both);
    }

    IdentitySet without(Collection<IdentityKey> identities) {
        long[] @Nullable [] rest = bits.clone();
        for (var identity : identities) {
            int shard = JourneyIndex.shardOf(identity.high());
            var words = rest[shard];
            var numbered = keys[shard];
            if (words != null && numbered != null && contains(identity)) {
                words = words == bits[shard] ? words.clone() : words;
                int number = numbered.find(identity.high(), identity.low());
                words[number >> 6] &= ~(1L << number);
                rest[shard] = words;
            }
        }
        return new IdentitySet(keys, rest);
    }

    @FunctionalInterface
    interface Taker {
        void identity(long high, long low);
    }

    /** Hands over those of a shard. */
    void each(int shard, Taker taker) {
        var words = bits[shard];
        var numbered = keys[shard];
        if (words == null || numbered == null) {
            return;
        }
        for (int word = 0; word < words.length; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                int number = word * 64 + Long.numberOfTrailingZeros(left);
                taker.identity(numbered.high(number), numbered.low(number));
            }
        }
    }
}
