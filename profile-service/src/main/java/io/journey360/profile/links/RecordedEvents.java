package io.journey360.profile.links;

import io.journey360.platform.log.JourneyLog;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.springframework.stereotype.Component;

/** Events by their place in the log: what is kept in memory is where they stand. All calls block. */
@Component
public class RecordedEvents {

    /** Reading on costs less than looking up a place anew. */
    private static final int NEAR = 32;

    private static final long PATIENCE_MILLIS = 1_000;

    private final JourneyLog log;

    RecordedEvents(JourneyLog log) {
        this.log = log;
    }

    /** The events at these positions by position; one that cannot be found is left out. */
    public Map<Long, TrackedEventMessage<?>> at(Collection<Long> positions) {
        var found = new TreeMap<Long, TrackedEventMessage<?>>();
        var wanted = new TreeSet<>(positions);
        while (!wanted.isEmpty()) {
            long first = wanted.first();
            readOn(first, wanted, found);
            wanted.remove(first);
        }
        return found;
    }

    private void readOn(long first, TreeSet<Long> wanted, Map<Long, TrackedEventMessage<?>> found) {
        try (var stream = log.source().openStream(log.tokenAt(first - 1))) {
            while (!wanted.isEmpty() && stream.hasNextAvailable((int) PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                var event = stream.nextAvailable();
                long at = log.position(event);
                if (wanted.remove(at)) {
                    found.put(at, event);
                }
                if (wanted.isEmpty() || wanted.first() > at + NEAR || wanted.first() < at) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
