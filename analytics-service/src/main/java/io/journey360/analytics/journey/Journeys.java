package io.journey360.analytics.journey;

import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.TimelineItem;
import io.journey360.events.JourneyEventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a person's events into journeys. A new one begins with the first event; with an event that comes after more than the
 * silence since the last event and since the end of every slot the journey's events name; and with a {@code discovered}
 * after a {@code served} or {@code reviewed}.
 */
final class Journeys {

    private static final Set<JourneyEventType> CORE = EnumSet.of(
            JourneyEventType.DISCOVERED,
            JourneyEventType.BOOKED,
            JourneyEventType.CHECKED_IN,
            JourneyEventType.SERVED,
            JourneyEventType.REVIEWED);
    private static final Set<JourneyEventType> OUTCOMES =
            EnumSet.of(JourneyEventType.CANCELLED, JourneyEventType.NO_SHOW);

    private Journeys() {}

    /**
     * @param facts in time order
     * @param now when to judge whether the last journey is still open
     */
    static List<Journey> of(List<Fact> facts, Duration silence, Instant now) {
        var journeys = new ArrayList<Journey>();
        Draft draft = null;
        for (var fact : facts) {
            if (draft == null || draft.endsBefore(fact, silence)) {
                if (draft != null) {
                    journeys.add(draft.journey(false));
                }
                draft = new Draft(fact);
            }
            draft.add(fact);
        }
        if (draft != null) {
            journeys.add(draft.journey(!now.isAfter(draft.heldOpenUntil.plus(silence))));
        }
        return journeys;
    }

    private static final class Draft {

        private final Instant started;
        private Instant lastEvent;
        private Instant heldOpenUntil;
        private @Nullable JourneyEventType stage;
        private final EnumSet<JourneyEventType> outcomes = EnumSet.noneOf(JourneyEventType.class);
        private boolean fulfilled;
        private int events;

        Draft(Fact first) {
            started = first.moment().occurredAt();
            lastEvent = started;
            heldOpenUntil = started;
        }

        boolean endsBefore(Fact fact, Duration silence) {
            return fact.event().type() == JourneyEventType.DISCOVERED && fulfilled
                    || fact.moment().occurredAt().isAfter(heldOpenUntil.plus(silence));
        }

        void add(Fact fact) {
            var type = fact.event().type();
            events++;
            lastEvent = fact.moment().occurredAt();
            heldOpenUntil = later(heldOpenUntil, lastEvent);
            var slot = TimelineItem.slot(fact.event());
            if (slot != null) {
                heldOpenUntil = later(heldOpenUntil, slot.end());
            }
            if (CORE.contains(type) && (stage == null || stage.compareTo(type) < 0)) {
                stage = type;
            }
            if (OUTCOMES.contains(type)) {
                outcomes.add(type);
            }
            fulfilled |= type == JourneyEventType.SERVED || type == JourneyEventType.REVIEWED;
        }

        Journey journey(boolean open) {
            return new Journey(started, lastEvent, stage, List.copyOf(outcomes), events, open);
        }

        private static Instant later(Instant a, Instant b) {
            return a.isAfter(b) ? a : b;
        }
    }
}
