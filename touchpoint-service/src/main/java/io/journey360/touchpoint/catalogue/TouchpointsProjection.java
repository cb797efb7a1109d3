package io.journey360.touchpoint.catalogue;

import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointEvent;
import io.journey360.events.TouchpointRetired;
import io.journey360.touchpoint.TouchpointViews;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.stereotype.Component;

/** Keeps a document per touchpoint that was ever declared. */
@Component
@ProcessingGroup(TouchpointViews.GROUP)
class TouchpointsProjection {

    private final TouchpointDocuments documents;

    TouchpointsProjection(TouchpointDocuments documents) {
        this.documents = documents;
    }

    @EventHandler
    void on(TouchpointEvent event, @SequenceNumber long version) {
        switch (event) {
            case TouchpointDeclared declared ->
                documents.declare(declared.touchpoint().name(), declared, version);
            case TouchpointRetired retired ->
                documents.retire(retired.touchpoint().name(), version);
        }
    }
}
