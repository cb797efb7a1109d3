package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;
import org.jspecify.annotations.Nullable;

/** Whose rows a visitor is shown; the same object for all it is shown, so valid during the call only. */
public final class Person {

    private final Snapshot snapshot;

    /** Rows are shown by identity, and who has that identity is to be looked up. */
    private final boolean ofIdentities;

    private Base base;
    private int identity;
    private boolean inPlace;
    private long high;
    private long low;
    private long @Nullable [] highs;
    private long @Nullable [] lows;

    Person(Snapshot snapshot, boolean ofIdentities) {
        this.snapshot = snapshot;
        this.ofIdentities = ofIdentities;
        this.base = snapshot.shard(0).base();
    }

    void within(Base rows) {
        base = rows;
    }

    void at(int identityInBase) {
        inPlace = true;
        identity = identityInBase;
    }

    void is(long keyHigh, long keyLow) {
        inPlace = false;
        high = keyHigh;
        low = keyLow;
    }

    /** The rows shown are of several identities: these, by row. */
    void are(long[] highsByRow, long[] lowsByRow) {
        highs = highsByRow;
        lows = lowsByRow;
    }

    long high() {
        return inPlace ? base.highs[identity] : high;
    }

    long low() {
        return inPlace ? base.lows[identity] : low;
    }

    /** The person's canonical identity. Where rows are shown by booking, ask by row. */
    public IdentityKey key() {
        return IdentityKey.of(high(), low());
    }

    /** The canonical identity of the person, in the snapshot that is scanned, whose event a row is: one of those being shown. */
    public IdentityKey key(int row) {
        if (highs != null && lows != null) {
            return snapshot.personOf(highs[row], lows[row]);
        }
        return ofIdentities ? snapshot.personOf(high(), low()) : key();
    }
}
