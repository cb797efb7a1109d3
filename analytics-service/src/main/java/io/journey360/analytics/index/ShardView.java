package io.journey360.analytics.index;

/**
 * A shard as a reader sees it.
 *
 * @param linked one bit per identity of the base: linked to another at some position at or below the view's, so found
 *     through the links and not through the base
 * @param deltaSize rows of the delta that the reader may see
 * @param deltaIdentities identities of the delta that the reader may see
 * @param linkedNumbers numbers in {@link Links} of the shard's linked identities
 * @param linkedCount how many of them the reader may see
 */
record ShardView(
        Base base,
        long[] linked,
        Delta delta,
        Columns deltaRows,
        int deltaSize,
        int[] deltaBaseIndexes,
        int deltaIdentities,
        int[] linkedNumbers,
        int linkedCount) {

    boolean linked(int identity) {
        return (linked[identity >> 6] >>> identity & 1) != 0;
    }

    /** The identity's number in the delta; -1 when it has no rows there. */
    int inDelta(long high, long low) {
        if (deltaIdentities == 0) {
            return -1;
        }
        int number = delta.find(high, low);
        return number < deltaIdentities ? number : -1;
    }

    /** Whether an identity has rows that are hidden from some position on. */
    boolean anyHidden(int inBase, int inDelta) {
        var hidden = base.rows.hiddenFrom;
        if (hidden != null && inBase >= 0) {
            for (int row = base.offsets[inBase]; row < base.offsets[inBase + 1]; row++) {
                if (hidden[row] != Long.MAX_VALUE) {
                    return true;
                }
            }
        }
        var hiddenInDelta = deltaRows.hiddenFrom;
        if (hiddenInDelta != null && inDelta >= 0) {
            for (int row = delta.last(inDelta, deltaSize); row >= 0; row = delta.before(row)) {
                if (hiddenInDelta[row] != Long.MAX_VALUE) {
                    return true;
                }
            }
        }
        return false;
    }
}
