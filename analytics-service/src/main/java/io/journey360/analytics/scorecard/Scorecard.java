package io.journey360.analytics.scorecard;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.query.Asked;
import java.util.List;

/**
 * All touchpoints, whatever the limit.
 *
 * @param people who have any event that counts
 * @param touchpoints the one that most people met first, ties by name
 */
public record Scorecard(long people, List<TouchpointCard> touchpoints) {

    public static Scorecard of(Asked asked, Catalogue catalogue, ScorecardQuestion question) {
        var result = ScorecardEngine.run(asked.snapshot(), catalogue, asked.query(), question, asked.openUntil());
        return new Scorecard(
                result.everybody().people,
                result.touchpoints().stream()
                        .map(card -> TouchpointCard.of(card, result.everybody()))
                        .toList());
    }
}
