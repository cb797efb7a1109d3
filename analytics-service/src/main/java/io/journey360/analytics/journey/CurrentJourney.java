package io.journey360.analytics.journey;

import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.Snapshot;
import java.time.Duration;
import java.util.Arrays;

/** The current journey of one person after the other, from the rows of the index. */
final class CurrentJourney {

    private final Snapshot snapshot;
    private final EventMasks masks;
    private final JourneyCut cut;
    private int[] at = new int[64];
    private int count;

    /** @param masks bit 0 for events that journeys are made of */
    CurrentJourney(Snapshot snapshot, EventMasks masks, Duration silence) {
        this.snapshot = snapshot;
        this.masks = masks;
        this.cut = new JourneyCut(silence);
    }

    /**
     * Reads rows [from, to), one person's in order.
     *
     * @return false when none of them makes a journey
     */
    boolean read(Columns rows, int from, int to) {
        cut.begin();
        count = 0;
        for (int row = from; row < to; row++) {
            if (masks.of(rows, row) != 0) {
                add(rows, row);
            }
        }
        return count > 0;
    }

    private void add(Columns rows, int row) {
        var type = snapshot.kinds().value(rows.kinds()[row]).type();
        long time = rows.times()[row];
        if (cut.beginsWith(type, time)) {
            cut.begin();
            count = 0;
        }
        cut.add(type, time, snapshot.details().value(rows.details()[row]).slotEndMillis());
        if (count == at.length) {
            at = Arrays.copyOf(at, count * 2);
        }
        at[count++] = row;
    }

    JourneyCut cut() {
        return cut;
    }

    /** Its rows: the first {@link #count} of these. */
    int[] rows() {
        return at;
    }

    int count() {
        return count;
    }
}
