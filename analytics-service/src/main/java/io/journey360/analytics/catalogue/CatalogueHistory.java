package io.journey360.analytics.catalogue;

import io.journey360.events.CatalogueEvent;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapEvent;
import io.journey360.events.JourneyMapRetired;
import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyEvent;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointEvent;
import io.journey360.events.TouchpointRetired;

/** Everything ever declared. One thread folds events in position order; any number read, without locks. */
public final class CatalogueHistory {

    private final History<Touchpoint> touchpoints = new History<>();
    private final History<JourneyMap> maps = new History<>();
    private final History<Survey> surveys = new History<>();

    public void apply(CatalogueEvent event, long position) {
        switch (event) {
            case TouchpointEvent e -> apply(e, position);
            case JourneyMapEvent e -> apply(e, position);
            case SurveyEvent e -> apply(e, position);
        }
    }

    /** @param position everything at or below it has been applied */
    public Catalogue at(long position) {
        return new Catalogue(touchpoints, maps, surveys, position);
    }

    private void apply(TouchpointEvent event, long position) {
        var id = event.touchpoint().name();
        switch (event) {
            case TouchpointDeclared e ->
                touchpoints.put(
                        id,
                        new Touchpoint(
                                id,
                                e.name(),
                                e.channel(),
                                e.stage(),
                                e.phase(),
                                e.owner(),
                                e.target(),
                                e.momentOfTruth()),
                        position);
            case TouchpointRetired e -> touchpoints.put(id, null, position);
        }
    }

    private void apply(JourneyMapEvent event, long position) {
        var id = event.map().name();
        switch (event) {
            case JourneyMapDefined e -> maps.put(id, new JourneyMap(id, e.version(), e.name(), e.stages()), position);
            case JourneyMapRetired e -> maps.put(id, null, position);
        }
    }

    private void apply(SurveyEvent event, long position) {
        var id = event.survey().name();
        switch (event) {
            case SurveyDefined e ->
                surveys.put(
                        id,
                        new Survey(id, e.version(), e.question(), e.kind(), e.scale(), e.direction(), e.method()),
                        position);
        }
    }
}
