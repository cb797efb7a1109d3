package io.journey360.touchpoint.catalogue;

import io.journey360.events.CatalogueEvent;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
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

    private static final String PREFIX = "touchpoint-";

    private final TouchpointDocuments documents;

    TouchpointsProjection(TouchpointDocuments documents) {
        this.documents = documents;
    }

    @EventHandler
    void on(CatalogueEvent event, @SequenceNumber long version) {
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
