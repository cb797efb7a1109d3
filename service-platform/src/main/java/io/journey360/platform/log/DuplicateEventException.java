package io.journey360.platform.log;

/** An append named an event stream that already has that event; nothing of the append was stored. */
public final class DuplicateEventException extends RuntimeException {

    public DuplicateEventException(Throwable cause) {
        super("The log already has one of these events", cause);
    }
}
