package io.journey360.analytics.index;

import java.util.Arrays;

/** The writer's side of a shard. */
final class Shard {

    private static final int MIN_DELTA = 1024;

    /** A delta above a twentieth of the base is merged into a new one. */
    private static final int BASE_PER_DELTA = 20;

    private final Dictionary<Kind> kinds;
    private final Links links;
    private final boolean withAttributes;
    private Base base;
    private long[] linked;
    private Delta delta;
    private boolean changed = true;

    /** Numbers in {@link Links} of the shard's linked identities, by the shard's own number. */
    private int[] linkedNumbers = new int[0];

    private int linkedCount;

    Shard(Dictionary<Kind> kinds, Links links, boolean withAttributes) {
        this.kinds = kinds;
        this.links = links;
        this.withAttributes = withAttributes;
        this.base = Base.empty(withAttributes, kinds);
        this.linked = new long[0];
        this.delta = new Delta(withAttributes);
    }

    /** The delta's columns and the row to fill in them, taken in by {@link #append}. */
    Columns row() {
        delta.next();
        return delta.rows();
    }

    int rowNumber() {
        return delta.size();
    }

    /** @return whether these are the identity's first rows */
    boolean append(long high, long low) {
        changed = true;
        int known = delta.identities();
        int identity = delta.number(high, low);
        if (identity < known) {
            delta.append(identity, true, -1);
            return false;
        }
        int inBase = base.find(high, low);
        delta.append(identity, false, inBase);
        if (inBase >= 0) {
            base.touch(inBase);
        }
        return inBase < 0;
    }

    boolean has(long high, long low) {
        return base.find(high, low) >= 0 || delta.find(high, low) >= 0;
    }

    boolean contains(long high, long low, long time, long position) {
        int inBase = base.find(high, low);
        if (inBase >= 0) {
            int end = base.offsets[inBase + 1];
            for (int row = base.firstAtOrAfter(inBase, time); row < end && base.rows.times[row] == time; row++) {
                if (base.rows.positions[row] == position) {
                    return true;
                }
            }
        }
        int inDelta = delta.find(high, low);
        if (inDelta >= 0) {
            for (int row = delta.last(inDelta, delta.size()); row >= 0; row = delta.before(row)) {
                if (delta.rows().positions[row] == position) {
                    return true;
                }
            }
        }
        return false;
    }

    /** @return false when there is no such row */
    boolean retract(long high, long low, long time, int keyHash, long position) {
        int inBase = base.find(high, low);
        if (inBase >= 0) {
            int end = base.offsets[inBase + 1];
            for (int row = base.firstAtOrAfter(inBase, time); row < end && base.rows.times[row] == time; row++) {
                if (base.rows.keyHashes[row] == keyHash) {
                    base.rows.hide(row, position);
                    base.touch(inBase);
                    changed = true;
                    return true;
                }
            }
        }
        int inDelta = delta.find(high, low);
        if (inDelta >= 0) {
            var rows = delta.rows();
            for (int row = delta.last(inDelta, delta.size()); row >= 0; row = delta.before(row)) {
                if (rows.times[row] == time && rows.keyHashes[row] == keyHash) {
                    rows.hide(row, position);
                    changed = true;
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes note of an identity that is linked for the first time. */
    void link(int number, long high, long low) {
        if (linkedCount == linkedNumbers.length) {
            linkedNumbers = Arrays.copyOf(linkedNumbers, Math.max(16, linkedCount * 2));
        }
        linkedNumbers[linkedCount] = number;
        place(linkedCount, base.find(high, low));
        linkedCount++;
        changed = true;
    }

    private void place(int local, int inBase) {
        base.placeLinked(local, inBase);
        if (inBase >= 0) {
            linked[inBase >> 6] |= 1L << inBase;
        }
    }

    boolean mergeDue() {
        return delta.size() > Math.max(MIN_DELTA, base.size() / BASE_PER_DELTA);
    }

    boolean hasDelta() {
        return delta.size() > 0;
    }

    void merge() {
        replace(new Merging(base, delta, kinds).merged(withAttributes));
    }

    /**
     * Lets go of what is not kept.
     *
     * @return whether there was anything
     */
    boolean drop(KeptSince kept, Merging.Loss loss) {
        if (base.keepsAll(kept) && deltaKeepsAll(kept)) {
            return false;
        }
        replace(new Merging(base, delta, kinds).merged(withAttributes, kept, loss));
        return true;
    }

    private boolean deltaKeepsAll(KeptSince kept) {
        for (int identity = 0; identity < delta.identities(); identity++) {
            var since = kept.of(delta.high(identity), delta.low(identity));
            for (int row = delta.last(identity, delta.size()); row >= 0; row = delta.before(row)) {
                if (!kept.keeps(since, delta.rows(), row)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void replace(Base by) {
        base = by;
        delta = new Delta(withAttributes);
        linked = new long[base.touched.length];
        for (int local = 0; local < linkedCount; local++) {
            int number = linkedNumbers[local];
            place(local, base.find(links.high(number), links.low(number)));
        }
        changed = true;
    }

    boolean changed() {
        return changed;
    }

    /** What readers may see from now on. */
    ShardView view() {
        changed = false;
        return new ShardView(
                base,
                linked.clone(),
                delta,
                delta.rows(),
                delta.size(),
                delta.baseIndexes(),
                delta.identities(),
                linkedNumbers,
                linkedCount);
    }

    int identities() {
        return base.identities;
    }

    long rows() {
        return (long) base.size() + delta.size();
    }

    long bytes() {
        return base.bytes() + delta.bytes() + linkedBytes();
    }

    long identityBytes() {
        return base.identityBytes() + delta.identityBytes() + linkedBytes();
    }

    private long linkedBytes() {
        return 16L * linked.length + 4L * linkedNumbers.length;
    }
}
