package io.journey360.touchpoint.collector;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of many items.
 *
 * @param truncated true when more results were left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchResult(
        long accepted,
        long duplicates,
        long rejected,
        List<EventResult> results,
        @Nullable Boolean truncated) {

    /** Counts every result and keeps those asked for. Not thread-safe. */
    static final class Tally {

        private final List<EventResult> kept = new ArrayList<>();
        private final boolean keepAccepted;
        private final int mostKept;
        private long accepted;
        private long duplicates;
        private long rejected;
        private boolean truncated;

        Tally(boolean keepAccepted, int mostKept) {
            this.keepAccepted = keepAccepted;
            this.mostKept = mostKept;
        }

        void add(EventResult result) {
            switch (result.status()) {
                case ACCEPTED -> accepted++;
                case DUPLICATE -> duplicates++;
                case REJECTED -> rejected++;
            }
            if (result.status() == EventResult.Status.ACCEPTED && !keepAccepted) {
                return;
            }
            if (kept.size() < mostKept) {
                kept.add(result);
            } else {
                truncated = true;
            }
        }

        BatchResult result() {
            return new BatchResult(accepted, duplicates, rejected, List.copyOf(kept), truncated ? true : null);
        }
    }
}
