package io.journey360.touchpoint.collector;

import io.journey360.platform.projection.DocumentWrites;
import io.journey360.touchpoint.TouchpointViews;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/**
 * Receipts from the log: repairs a crash between an append and its receipts. It looks at messages only, so no event is read back
 * from JSON for it.
 */
@Component
@ProcessingGroup(TouchpointViews.GROUP)
class ReceiptsProjection {

    private final Receipts receipts;

    ReceiptsProjection(Receipts receipts) {
        this.receipts = receipts;
    }

    @EventHandler
    void on(DomainEventMessage<?> message) {
        if (!CollectedMessages.isCollected(message)) {
            return;
        }
        var key = message.getIdentifier();
        if (!receipts.isWritten(key)) {
            DocumentWrites.fact(receipts.collection(), key, Receipts.document(CollectedMessages.digest(message)));
        }
    }
}
