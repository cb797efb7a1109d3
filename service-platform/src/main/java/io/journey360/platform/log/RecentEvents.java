package io.journey360.platform.log;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * What was last read of the log, for all that follow it in this process: most of the time they stand at the same place, and
 * one reading serves them all. Kept is only what cannot change: the event right after a position below which no gap is open.
 */
final class RecentEvents {

    private static final int SIZE = 1_024;

    /** @param announced commits announced before the reading began that found nothing after the position */
    private record End(long announced, long position) {}

    private final AtomicReferenceArray<@Nullable TrackedEventData<?>> byPosition = new AtomicReferenceArray<>(SIZE);
    private volatile End end = new End(-1, 0);

    /** What is here of the events that follow, without a hole; empty when the database has to be asked. */
    List<TrackedEventData<?>> after(@Nullable TrackingToken token, int limit) {
        var found = new ArrayList<TrackedEventData<?>>();
        for (long next = gaplessIndex(token) + 1; next > 0 && found.size() < limit; next++) {
            var event = byPosition.get((int) (next % SIZE));
            if (event == null || gaplessIndex(event.trackingToken()) != next) {
                break;
            }
            found.add(event);
        }
        return found;
    }

    /**
     * Takes in what was read after a token. An event that filled a gap stands in none of these: its token is at a position that is
     * not its own.
     */
    void add(@Nullable TrackingToken token, List<? extends TrackedEventData<?>> events) {
        long before = gaplessIndex(token);
        for (var event : events) {
            long index = gaplessIndex(event.trackingToken());
            if (before >= 0 && index == before + 1) {
                int slot = (int) (index % SIZE);
                var other = byPosition.get(slot);
                if (other == null || gaplessIndex(other.trackingToken()) < index) {
                    byPosition.set(slot, event);
                }
            }
            before = index;
        }
    }

    /**
     * Nothing was found after the token.
     *
     * @param announced commits announced before it was looked for
     */
    void endsAt(@Nullable TrackingToken token, long announced) {
        long index = gaplessIndex(token);
        if (index >= 0 && announced > end.announced) {
            end = new End(announced, index);
        }
    }

    /** Whether it is known that nothing came after the token, of all that was announced by now. */
    boolean endsAlreadyAt(@Nullable TrackingToken token, long announced) {
        var last = end;
        return last.announced >= announced && gaplessIndex(token) == last.position;
    }

    /** The position of the last event, if nothing was announced since it was read. */
    OptionalLong head(long announced) {
        var last = end;
        return last.announced >= announced ? OptionalLong.of(last.position) : OptionalLong.empty();
    }

    /** -1 for a token with gaps, and for what is no token of this log. */
    private static long gaplessIndex(@Nullable TrackingToken token) {
        return token instanceof GapAwareTrackingToken jdbc && !jdbc.hasGaps() ? jdbc.getIndex() : -1;
    }
}
