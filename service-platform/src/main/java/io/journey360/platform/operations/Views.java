package io.journey360.platform.operations;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.projection.ViewPosition;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How far the views of this service have come: its event processors, and whatever else says so by a {@link ViewPosition}.
 * Calls may block for a look at stored tokens.
 */
public final class Views {

    private final ObjectProvider<EventProcessingConfiguration> processing;
    private final ObjectProvider<ViewPosition> others;
    private final ObjectProvider<StoredTokens> storedTokens;
    private final JourneyLog log;

    Views(
            ObjectProvider<EventProcessingConfiguration> processing,
            ObjectProvider<ViewPosition> others,
            ObjectProvider<StoredTokens> storedTokens,
            JourneyLog log) {
        this.processing = processing;
        this.others = others;
        this.storedTokens = storedTokens;
        this.log = log;
    }

    /** The position of every view by name: of a processor, the lowest of its segments. */
    public Map<String, Long> positions() {
        var positions = new TreeMap<String, Long>();
        processing.ifAvailable(configuration -> configuration.eventProcessors().forEach((name, processor) -> {
            if (processor instanceof StreamingEventProcessor streaming) {
                positions.put(name, position(name, streaming.processingStatus()));
            }
        }));
        others.forEach(view -> positions.put(view.name(), view.position()));
        return positions;
    }

    private long position(String processor, Map<Integer, EventTrackerStatus> segments) {
        long lowest = Long.MAX_VALUE;
        double covered = 0;
        for (var segment : segments.values()) {
            lowest = Math.min(lowest, log.position(segment.getTrackingToken()));
            covered += 1.0 / (segment.getSegment().getMask() + 1);
        }
        if (covered >= 1) {
            return lowest;
        }
        var stored = storedTokens.getIfAvailable();
        return stored == null ? 0 : Math.min(lowest, stored.lowest(processor, segments.keySet()));
    }

    /** Whether every view shows everything at or below the position. */
    public boolean haveReached(long position) {
        return positions().values().stream().allMatch(reached -> reached >= position);
    }
}
