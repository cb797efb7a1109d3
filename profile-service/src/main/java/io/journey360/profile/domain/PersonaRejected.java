package io.journey360.profile.domain;

import io.journey360.platform.problem.Refusal;
import org.axonframework.commandhandling.CommandExecutionException;

/** A command the personas refuse. The reason travels as details, so it survives a remote command bus. */
public final class PersonaRejected extends CommandExecutionException {

    public enum Reason implements Refusal {
        STALE(412),
        /** Every rule is evaluated whenever something happens to somebody. */
        TOO_MANY_PERSONAS(409);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        @Override
        public int status() {
            return status;
        }
    }

    PersonaRejected(Reason reason, String message) {
        super(message, null, reason);
    }
}
