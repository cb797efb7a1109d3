package io.journey360.platform.log;

import org.jspecify.annotations.Nullable;

/** The log cannot be opened; the message tells a person what to do about it. */
public final class LogUnavailable extends RuntimeException {

    public LogUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
