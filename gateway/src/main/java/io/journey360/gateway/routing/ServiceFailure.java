package io.journey360.gateway.routing;

/**
 * A service that did not answer: no connection, a connection broken before the answer, or no answer in time. What it does
 * answer, an error included, is its own word and is passed on.
 */
final class ServiceFailure extends RuntimeException {

    enum Kind {
        UNREACHABLE,
        BROKEN,
        TOO_SLOW
    }

    private final Kind kind;

    ServiceFailure(Kind kind, Throwable cause) {
        super(kind + ": " + cause, cause, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
