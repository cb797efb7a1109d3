package io.journey360.touchpoint.maps.domain;

import io.journey360.platform.problem.Refusal;
import org.axonframework.commandhandling.CommandExecutionException;

/** A command a journey map's rules refuse. The reason travels as details, so it survives a remote command bus. */
public final class JourneyMapRejected extends CommandExecutionException {

    public enum Reason implements Refusal {
        STALE(412),
        UNKNOWN(404);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        @Override
        public int status() {
            return status;
        }
    }

    JourneyMapRejected(Reason reason, String message) {
        super(message, null, reason);
    }
}
