package io.journey360.touchpoint.collector;

/** What the log says of an event that was sent. */
public enum Verdict {
    ACCEPTED,
    DUPLICATE,
    /** The key is taken by an event that says something else; the first stays. */
    DIFFERENT_DUPLICATE
}
