package io.journey360.analytics.exports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param rows written so far, without the header
 * @param bytes of the file; 0 until it is done
 * @param expiresAt the file and this are gone then
 * @param error why it failed
 * @param file where the file is once it is done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExportView(
        String id,
        Export.State state,
        ExportFormat format,
        long rows,
        long bytes,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant finishedAt,
        @Nullable String error,
        @Nullable String file) {

    static final String PATH = "/api/v1/analytics/exports/";

    /** @param written rows so far of one that runs */
    static ExportView of(Export export, long written) {
        return new ExportView(
                export.id(),
                export.state(),
                export.format(),
                export.state().isOver() ? export.rows() : written,
                export.bytes(),
                export.createdAt(),
                export.expiresAt(),
                export.finishedAt(),
                export.error(),
                export.state() == Export.State.DONE ? PATH + export.id() + "/file" : null);
    }

    /** Another one whenever anything here is another. */
    long tag() {
        return rows * Export.State.values().length + state.ordinal();
    }
}
