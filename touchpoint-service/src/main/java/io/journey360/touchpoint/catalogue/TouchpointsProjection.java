package io.journey360.touchpoint.catalogue;

import io.journey360.events.CatalogueEvent;
import io.journey360.events.JourneyEvent;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
import io.journey360.events.TouchpointRetired;
import io.journey360.touchpoint.TouchpointViews;
import io.journey360.touchpoint.collector.CollectedMessages;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keeps a document per declared touchpoint and one per name that events use. Of the many collected events only those are read back from
 * JSON that need it: none, since new names are marked on the message.
 */
@Component
@ProcessingGroup(TouchpointViews.GROUP)
class TouchpointsProjection {

    private static final String PREFIX = "touchpoint-";

    private final TouchpointDocuments documents;

    TouchpointsProjection(TouchpointDocuments documents) {
        this.documents = documents;
    }

    @EventHandler
    void on(DomainEventMessage<?> message) {
        if (CollectedMessages.isCollected(message)) {
            note(CollectedMessages.markedTouchpoint(message));
        } else if (JourneyEvent.class.isAssignableFrom(message.getPayloadType())) {
            note(((JourneyEvent) message.getPayload()).moment().touchpoint());
        } else if (CatalogueEvent.class.isAssignableFrom(message.getPayloadType())) {
            record((CatalogueEvent) message.getPayload(), message.getSequenceNumber());
        }
    }

    private void note(@Nullable String touchpoint) {
        if (touchpoint != null) {
            documents.noteName(touchpoint);
        }
    }

    private void record(CatalogueEvent event, long version) {
        switch (event) {
            case TouchpointDeclared declared -> documents.declare(name(declared.touchpoint()), declared, version);
            case TouchpointRetired retired -> documents.retire(name(retired.touchpoint()), version);
        }
    }

    /** The id of the stream is the name with a prefix. */
    static TouchpointId stream(String name) {
        return new TouchpointId(PREFIX + name);
    }

    private static String name(TouchpointId stream) {
        return stream.value().substring(PREFIX.length());
    }
}
