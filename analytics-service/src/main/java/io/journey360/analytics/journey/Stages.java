package io.journey360.analytics.journey;

import io.journey360.analytics.asof.AsOf;
import io.journey360.events.JourneyEventType;
import java.util.List;

/** People by the stage and the outcomes of their current journey. */
record Stages(List<StageCount> stages, List<OutcomeCount> outcomes, AsOf asOf, String explain) {

    static final List<JourneyEventType> CORE = List.of(
            JourneyEventType.DISCOVERED,
            JourneyEventType.BOOKED,
            JourneyEventType.CHECKED_IN,
            JourneyEventType.SERVED,
            JourneyEventType.REVIEWED);
    static final List<JourneyEventType> OUTCOMES = List.of(JourneyEventType.CANCELLED, JourneyEventType.NO_SHOW);

    record StageCount(JourneyEventType stage, long people) {}

    record OutcomeCount(JourneyEventType outcome, long people) {}
}
