package io.journey360.touchpoint.collector;

import io.journey360.events.JourneyEvent;
import io.journey360.platform.projection.DocumentWrites;
import io.journey360.touchpoint.TouchpointViews;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/**
 * Receipts and touchpoints' names from the log: repairs a crash between an append and its documents. What this process wrote itself it
 * passes by, and collected events it never reads back from JSON.
 */
@Component
@ProcessingGroup(TouchpointViews.GROUP)
class CollectedProjection {

    private final Receipts receipts;
    private final TouchpointNames names;

    CollectedProjection(Receipts receipts, TouchpointNames names) {
        this.receipts = receipts;
        this.names = names;
    }

    @EventHandler
    void on(DomainEventMessage<?> message) {
        if (!CollectedMessages.isCollected(message)) {
            if (JourneyEvent.class.isAssignableFrom(message.getPayloadType())) {
                names.note(((JourneyEvent) message.getPayload()).moment().touchpoint());
            }
        } else if (!receipts.isWritten(message.getIdentifier())) {
            names.note(CollectedMessages.markedTouchpoint(message));
            DocumentWrites.fact(
                    receipts.collection(),
                    message.getIdentifier(),
                    Receipts.document(CollectedMessages.digest(message)));
        }
    }
}
