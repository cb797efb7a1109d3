package io.journey360.touchpoint.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an import has come, for those who wait for it.
 *
 * @param etaSeconds until it ends, if it goes on as it went so far
 * @param problem why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportView(
        String id,
        ImportState.State state,
        @Nullable String mapping,
        String file,
        long bytesTotal,
        long bytesRead,
        long rowsRead,
        long accepted,
        long duplicates,
        long rejected,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long etaSeconds,
        @Nullable Map<String, Object> problem) {

    static ImportView of(ImportState state, Instant now) {
        return new ImportView(
                state.id(),
                state.state(),
                state.mappingName(),
                state.file(),
                state.bytesTotal(),
                state.bytesRead(),
                state.rowsRead(),
                state.accepted(),
                state.duplicates(),
                state.rejected(),
                state.startedAt(),
                state.finishedAt(),
                etaSeconds(state, now),
                state.problem());
    }

    private static @Nullable Long etaSeconds(ImportState state, Instant now) {
        if (state.state() != ImportState.State.RUNNING || state.startedAt() == null || state.bytesRead() == 0) {
            return null;
        }
        double secondsPerByte = Duration.between(state.startedAt(), now).toMillis() / 1_000.0 / state.bytesRead();
        return Math.round(secondsPerByte * (state.bytesTotal() - state.bytesRead()));
    }
}
