package io.journey360.analytics.journey;

import io.journey360.analytics.facts.Fact;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums over a person's events.
 *
 * @param byEvent how often each kind of event happened; those that never did are left out
 * @param value what the events say they were worth, one sum for each currency
 */
record Totals(
        int events,
        int journeys,
        int bookings,
        Map<JourneyEventType, Integer> byEvent,
        List<Money> value,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen) {

    /** @param facts in time order */
    static Totals of(List<Fact> facts, int journeys, int bookings) {
        var byEvent = new EnumMap<JourneyEventType, Integer>(JourneyEventType.class);
        var value = new TreeMap<String, BigDecimal>();
        for (var fact : facts) {
            byEvent.merge(fact.event().type(), 1, Integer::sum);
            var worth = fact.moment().value();
            if (worth != null) {
                value.merge(worth.currency(), worth.amount(), BigDecimal::add);
            }
        }
        return new Totals(
                facts.size(),
                journeys,
                bookings,
                byEvent,
                value.entrySet().stream()
                        .map(sum -> new Money(sum.getValue(), sum.getKey()))
                        .toList(),
                facts.isEmpty() ? null : facts.getFirst().moment().occurredAt(),
                facts.isEmpty() ? null : facts.getLast().moment().occurredAt());
    }
}
