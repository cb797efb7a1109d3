package io.journey360.analytics.index;

/** A query ended without an answer. */
public final class QueryStopped extends RuntimeException {

    public enum Reason {
        /** It took longer than it may. */
        DEADLINE,
        /** Nobody waits for the answer any more. */
        CANCELLED,
        /** It did not get its turn in time because too many others were running. */
        BUSY
    }

    private final Reason reason;

    QueryStopped(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
