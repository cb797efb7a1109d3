package io.journey360.gateway.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class CredentialsMissingAnalyzer extends AbstractFailureAnalyzer<CredentialsMissing> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CredentialsMissing cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Either set server.address to a loopback address (127.0.0.1), or name who may call: "
                        + "journey.api-keys[0].name, .sha256 (printf %s KEY | sha256sum) and .roles"
                        + " (ingest, desk, analyst, identified, privacy, admin).",
                cause);
    }
}
