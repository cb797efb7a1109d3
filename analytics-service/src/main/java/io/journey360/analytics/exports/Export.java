package io.journey360.analytics.exports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An export as it is kept.
 *
 * @param position of the log, as of which events are exported: made again, the file is the same
 * @param rows without the header
 * @param error why it failed
 */
record Export(
        String id,
        ExportFormat format,
        ExportRequest request,
        long position,
        State state,
        long rows,
        long bytes,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isOver() {
            return this == DONE || this == FAILED;
        }
    }

    Export running() {
        return new Export(id, format, request, position, State.RUNNING, 0, 0, createdAt, expiresAt, null, null);
    }

    Export done(long writtenRows, long writtenBytes, Instant now) {
        return new Export(
                id, format, request, position, State.DONE, writtenRows, writtenBytes, createdAt, expiresAt, now, null);
    }

    Export failed(String reason, Instant now) {
        return new Export(id, format, request, position, State.FAILED, 0, 0, createdAt, expiresAt, now, reason);
    }
}
