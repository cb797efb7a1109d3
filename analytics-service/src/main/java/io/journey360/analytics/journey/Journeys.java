package io.journey360.analytics.journey;

import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.TimelineItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a person's events into journeys. */
final class Journeys {

    private Journeys() {}

    /**
     * @param facts in time order
     * @param now when to judge whether the last journey is still open
     */
    static List<Journey> of(List<Fact> facts, Duration silence, Instant now) {
        var journeys = new ArrayList<Journey>();
        var cut = new JourneyCut(silence);
        @Nullable Fact first = null;
        for (var fact : facts) {
            var type = fact.event().type();
            if (cut.beginsWith(type, fact.occurredAtMillis())) {
                if (first != null) {
                    journeys.add(journey(first, cut, false));
                }
                first = fact;
                cut.begin();
            }
            var slot = TimelineItem.slot(fact.event());
            cut.add(
                    type,
                    fact.occurredAtMillis(),
                    slot == null ? null : slot.end().toEpochMilli());
        }
        if (first != null) {
            journeys.add(journey(first, cut, cut.isOpenAt(now.toEpochMilli())));
        }
        return journeys;
    }

    private static Journey journey(Fact first, JourneyCut cut, boolean open) {
        return new Journey(
                first.moment().occurredAt(),
                Instant.ofEpochMilli(cut.lastEvent()),
                cut.stage(),
                cut.outcomes().stream().sorted().toList(),
                cut.events(),
                open);
    }
}
