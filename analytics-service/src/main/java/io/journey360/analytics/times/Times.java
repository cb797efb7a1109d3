package io.journey360.analytics.times;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.TimeRange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A question about the time from a start event to an end event of the same unit.
 *
 * <p>{@link Pairing#FIRST}: at most one time a unit, that of the two-step funnel: the earliest end event that has a start event at
 * or before its time and no further back than the window, with the latest such start. So it is the funnel's
 * {@code timeFromPrevious} (the canonical chain: longest, then ending earliest, then starting latest), and what product
 * analytics calls time to convert.
 *
 * <p>{@link Pairing#EACH}: a time for every start event that is ended, as in a process's performance measured between two of its
 * activities. An end event belongs to the latest start event at or before its time; an event that is a start and an end too
 * belongs as an end to the start before it. A start is ended by the first event that belongs to it, if that is within the
 * window; what follows until the next start ends nothing. So no event is used twice as a start or twice as an end, and with
 * the same step for both these are the times between consecutive events.
 *
 * @param by a person's events, or those of a (source, booking)
 * @param window inclusive, exact elapsed time in milliseconds
 * @param range bounds start events; ends may lie after it. With {@link Pairing#EACH} starts outside still take their ends
 * @param breakdown value at the start event; of a unit that is not ended, at its first start event in the range
 */
record Times(
        EventFilter start,
        EventFilter end,
        long window,
        Snapshot.By by,
        Pairing pairing,
        EventFilter filter,
        People people,
        TimeRange range,
        @Nullable Property breakdown) {

    enum Pairing {
        FIRST,
        EACH;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
