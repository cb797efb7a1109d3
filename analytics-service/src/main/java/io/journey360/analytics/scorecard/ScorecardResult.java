package io.journey360.analytics.scorecard;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.catalogue.Touchpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param everybody who has an event that counts
 * @param touchpoints those met and those declared, the one that most people met first, ties by name
 */
record ScorecardResult(Count everybody, List<Card> touchpoints) {

    /** @param declared null for a touchpoint that only events name */
    record Card(String id, @Nullable Touchpoint declared, Count count) {}

    static ScorecardResult of(Count everybody, Map<String, Count> met, Catalogue catalogue) {
        var cards = new ArrayList<Card>();
        met.forEach(
                (id, count) -> cards.add(new Card(id, catalogue.touchpoint(id).orElse(null), count)));
        for (var declared : catalogue.touchpoints()) {
            if (!met.containsKey(declared.id())) {
                cards.add(new Card(declared.id(), declared, new Count()));
            }
        }
        cards.sort(Comparator.comparingLong((Card card) -> -card.count().people).thenComparing(Card::id));
        return new ScorecardResult(everybody, List.copyOf(cards));
    }
}
