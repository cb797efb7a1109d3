package io.journey360.profile.domain;

/** Names the traits told of one identity. Begins with {@code traits-}. */
record TraitsId(String value) {

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
