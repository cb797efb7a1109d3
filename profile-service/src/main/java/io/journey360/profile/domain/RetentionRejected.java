package io.journey360.profile.domain;

import io.journey360.platform.problem.Refusal;
import org.axonframework.commandhandling.CommandExecutionException;

/** What the rules about retention refuse. The reason travels as details, so it survives a remote command bus. */
public final class RetentionRejected extends CommandExecutionException {

    public enum Reason implements Refusal {
        STALE(412),
        NOT_FOUND(404);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        @Override
        public int status() {
            return status;
        }
    }

    RetentionRejected(Reason reason, String message) {
        super(message, null, reason);
    }
}
