package io.journey360.touchpoint.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an import has come; durable, so that it goes on from here after a crash.
 *
 * @param mapping as it was when the import began; null when the lines are CloudEvents
 * @param file how the file is called in its events' ids
 * @param key of its files, wrapped; null once they are gone
 * @param rejectsLength of the file of rejects, as far as it counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportState(
        String id,
        State state,
        FileFormat format,
        @Nullable String mappingName,
        @Nullable ImportMapping mapping,
        String file,
        @Nullable String key,
        long bytesTotal,
        long bytesRead,
        long rowsRead,
        long accepted,
        long duplicates,
        long rejected,
        long rejectsLength,
        Instant storedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Map<String, Object> problem) {

    enum State {
        QUEUED,
        RUNNING,
        COMPLETED,
        FAILED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isOver() {
            return this == COMPLETED || this == FAILED;
        }
    }

    static ImportState queued(
            String id,
            FileFormat format,
            @Nullable String mappingName,
            @Nullable ImportMapping mapping,
            String file,
            String key,
            long bytes,
            Instant now) {
        return new ImportState(
                id,
                State.QUEUED,
                format,
                mappingName,
                mapping,
                file,
                key,
                bytes,
                0,
                0,
                0,
                0,
                0,
                0,
                now,
                null,
                null,
                null);
    }

    ImportState running(Instant now) {
        return new ImportState(
                id,
                State.RUNNING,
                format,
                mappingName,
                mapping,
                file,
                key,
                bytesTotal,
                bytesRead,
                rowsRead,
                accepted,
                duplicates,
                rejected,
                rejectsLength,
                storedAt,
                startedAt == null ? now : startedAt,
                null,
                null);
    }

    ImportState advanced(
            long newBytesRead,
            long newRowsRead,
            long moreAccepted,
            long moreDuplicates,
            long moreRejected,
            long newRejectsLength) {
        return new ImportState(
                id,
                state,
                format,
                mappingName,
                mapping,
                file,
                key,
                bytesTotal,
                newBytesRead,
                newRowsRead,
                accepted + moreAccepted,
                duplicates + moreDuplicates,
                rejected + moreRejected,
                newRejectsLength,
                storedAt,
                startedAt,
                null,
                null);
    }

    ImportState over(State end, @Nullable Map<String, Object> problemDocument, Instant now) {
        return new ImportState(
                id,
                end,
                format,
                mappingName,
                mapping,
                file,
                key,
                bytesTotal,
                end == State.COMPLETED ? bytesTotal : bytesRead,
                rowsRead,
                accepted,
                duplicates,
                rejected,
                rejectsLength,
                storedAt,
                startedAt,
                now,
                problemDocument);
    }

    ImportState withRejects(String newKey, long newLength) {
        return new ImportState(
                id,
                state,
                format,
                mappingName,
                mapping,
                file,
                newKey,
                bytesTotal,
                bytesRead,
                rowsRead,
                accepted,
                duplicates,
                rejected,
                newLength,
                storedAt,
                startedAt,
                finishedAt,
                problem);
    }

    ImportState withKey(String newKey) {
        return withRejects(newKey, rejectsLength);
    }

    ImportState withoutFiles() {
        return new ImportState(
                id,
                state,
                format,
                mappingName,
                mapping,
                file,
                null,
                bytesTotal,
                bytesRead,
                rowsRead,
                accepted,
                duplicates,
                rejected,
                0,
                storedAt,
                startedAt,
                finishedAt,
                problem);
    }
}
