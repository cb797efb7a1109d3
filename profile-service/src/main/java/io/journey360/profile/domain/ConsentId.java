package io.journey360.profile.domain;

/** Names what one identity says about one purpose. Begins with {@code consent-}. */
record ConsentId(String value) {

    /** Axon keys the event stream by this string. */
    @Override
    public String toString() {
        return value;
    }
}
