package io.journey360.booking.desk;

import io.journey360.events.Slot;
import io.journey360.platform.problem.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A slot as requests state it; what is finer than a millisecond is cut off. */
record SlotRequest(
        @Schema(example = "2026-05-01T10:00:00Z", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Instant start,

        @Schema(example = "2026-05-01T10:30:00Z", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Instant end) {

    Slot slot(String pointer) {
        var from = given(pointer + "/start", start);
        var to = given(pointer + "/end", end);
        if (!from.isBefore(to)) {
            throw Problem.invalid(pointer + "/end", "must be after start");
        }
        return new Slot(from, to);
    }

    private static Instant given(String pointer, @Nullable Instant time) {
        if (time == null) {
            throw Problem.invalid(pointer, "is required");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
