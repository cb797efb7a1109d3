package io.journey360.analytics.conformance;

/**
 * What became of a stage in a journey. Of a journey that ended it is at least one of these, and only {@link #REPEATED} and
 * {@link #OUT_OF_ORDER} go with others.
 */
enum StageFate {
    /** Entered in its turn. */
    ENTERED,
    /** Passed over by entering a later one, and no event is one of this stage alone. */
    SKIPPED,
    /** Entered in its turn, and come back to after a later one. */
    REPEATED,
    /** Met out of its turn: before an earlier one that was still to come, or after a later one without having been entered. */
    OUT_OF_ORDER,
    /** The journey ended before it. */
    NOT_REACHED
}
