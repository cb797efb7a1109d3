package io.journey360.touchpoint.maps;

import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapEvent;
import io.journey360.events.JourneyMapRetired;
import io.journey360.touchpoint.TouchpointViews;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.stereotype.Component;

/** Keeps a document per journey map and one per version. */
@Component
@ProcessingGroup(TouchpointViews.GROUP)
class JourneyMapsProjection {

    private final JourneyMapDocuments documents;

    JourneyMapsProjection(JourneyMapDocuments documents) {
        this.documents = documents;
    }

    @EventHandler
    void on(JourneyMapEvent event, @SequenceNumber long state) {
        switch (event) {
            case JourneyMapDefined defined -> documents.define(defined, state);
            case JourneyMapRetired retired -> documents.retire(retired.map().name(), state);
        }
    }
}
