package io.journey360.touchpoint.surveys;

import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyEvent;
import io.journey360.touchpoint.TouchpointViews;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.springframework.stereotype.Component;

/** Keeps a document per survey. */
@Component
@ProcessingGroup(TouchpointViews.GROUP)
class SurveysProjection {

    private final SurveyDocuments documents;

    SurveysProjection(SurveyDocuments documents) {
        this.documents = documents;
    }

    @EventHandler
    void on(SurveyEvent event, @SequenceNumber long sequence) {
        switch (event) {
            case SurveyDefined defined -> documents.define(defined, sequence);
        }
    }
}
