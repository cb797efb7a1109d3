package io.journey360.profile.domain;

/** Names the one conflict an anonymous identity can have. Begins with {@code conflict-}. */
record ConflictId(String value) {

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
