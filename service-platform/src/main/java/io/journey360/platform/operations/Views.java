package io.journey360.platform.operations;

import io.journey360.platform.log.JourneyLog;
import io.journey360.platform.projection.ViewPosition;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.beans.factory.ObjectProvider;

/** How far the views of this service have come: its event processors, and whatever else says so by a {@link ViewPosition}. */
public final class Views {

    private final ObjectProvider<EventProcessingConfiguration> processing;
    private final ObjectProvider<ViewPosition> others;
    private final JourneyLog log;

    Views(
            ObjectProvider<EventProcessingConfiguration> processing,
            ObjectProvider<ViewPosition> others,
            JourneyLog log) {
        this.processing = processing;
        this.others = others;
        this.log = log;
    }

    /**
     * The position of every view by name, as held in memory. A processor is as far as the last of the segments this replica
     * holds; one it holds no segment of is left out, other replicas write its documents.
     */
    public Map<String, Long> positions() {
        var positions = new TreeMap<String, Long>();
        processing.ifAvailable(configuration -> configuration.eventProcessors().forEach((name, processor) -> {
            if (processor instanceof StreamingEventProcessor streaming) {
                streaming.processingStatus().values().stream()
                        .mapToLong(segment -> log.position(segment.getTrackingToken()))
                        .min()
                        .ifPresent(position -> positions.put(name, position));
            }
        }));
        others.forEach(view -> positions.put(view.name(), view.position()));
        return positions;
    }

    /** Whether every view shows everything at or below the position. */
    public boolean haveReached(long position) {
        return positions().values().stream().allMatch(reached -> reached >= position);
    }

    /** Whether this replica has begun with every event processor it runs. */
    boolean haveBegun() {
        var configuration = processing.getIfAvailable();
        return configuration == null
                || configuration.eventProcessors().values().stream()
                        .noneMatch(processor -> processor instanceof StreamingEventProcessor streaming
                                && streaming.processingStatus().isEmpty());
    }
}
