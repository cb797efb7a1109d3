package io.journey360.gateway.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request the gateway refuses or cannot serve, rendered as a problem of type {@code urn:journey360:problem:<code>}. */
public final class GatewayProblem extends RuntimeException {

    private final int status;
    private final String code;
    private final @Nullable Duration retryAfter;

    /** @param code kebab-case and stable: clients branch on it */
    public GatewayProblem(int status, String code, String detail) {
        this(status, code, detail, null);
    }

    /** @param retryAfter when trying again makes sense; rounded up to whole seconds on the wire */
    public GatewayProblem(int status, String code, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
