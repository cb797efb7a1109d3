package io.journey360.platform.scrubbing;

/** Something is in the way of a duty: it is tried again. */
public final class ScrubLater extends RuntimeException {

    /** @param why names no person */
    public ScrubLater(String why) {
        super(why, null, false, false);
    }
}
