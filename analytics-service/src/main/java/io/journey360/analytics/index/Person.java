package io.journey360.analytics.index;

import io.journey360.events.IdentityKey;

/** Whose rows a visitor is shown; the same object for all it is shown, so valid during the call only. */
public final class Person {

    private Base base;
    private int identity;
    private boolean inPlace;
    private long high;
    private long low;

    Person(Base base) {
        this.base = base;
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

    /** The person's canonical identity. */
    public IdentityKey key() {
        return inPlace ? IdentityKey.of(base.highs[identity], base.lows[identity]) : IdentityKey.of(high, low);
    }
}
