package io.journey360.platform.erasure;

/** Something is in the way of an erasure: it is tried again. */
public final class ScrubLater extends RuntimeException {

    /** @param why names no person */
    public ScrubLater(String why) {
        super(why, null, false, false);
    }
}
