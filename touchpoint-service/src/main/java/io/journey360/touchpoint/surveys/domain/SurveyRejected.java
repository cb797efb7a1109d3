package io.journey360.touchpoint.surveys.domain;

import io.journey360.platform.problem.Refusal;
import org.axonframework.commandhandling.CommandExecutionException;

/** A command a survey's rules refuse. The reason travels as details, so it survives a remote command bus. */
public final class SurveyRejected extends CommandExecutionException {

    public enum Reason implements Refusal {
        STALE(412),
        /** Answers that were given are summed up as the kind says: under another they would mean something else. */
        KIND_IS_FIXED(409);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        @Override
        public int status() {
            return status;
        }
    }

    SurveyRejected(Reason reason, String message) {
        super(message, null, reason);
    }
}
