package io.journey360.analytics.scorecard;

import io.journey360.analytics.asof.AsOf;
import io.journey360.events.JourneyEventType;
import java.util.List;

/**
 * @param goal of the impact's conversion: any of these
 * @param people who have any event that counts
 * @param touchpoints the one that most people met first, ties by name
 * @param touchpointCount before the cut to the limit
 * @param impactMeans what the impact says, and what it does not
 */
record ScorecardAnswer(
        List<JourneyEventType> goal,
        long people,
        List<TouchpointCard> touchpoints,
        long touchpointCount,
        String impactMeans,
        AsOf asOf,
        String explain) {

    static final String ASSOCIATION =
            "An association, not a cause: people who met the touchpoint may differ from the others in other ways too.";

    static ScorecardAnswer of(Scorecard scorecard, ScorecardQuestion question, AsOf asOf, String explain) {
        return new ScorecardAnswer(
                question.goals().stream().sorted().toList(),
                scorecard.people(),
                scorecard.touchpoints().stream().limit(question.limit()).toList(),
                scorecard.touchpoints().size(),
                ASSOCIATION,
                asOf,
                explain);
    }
}
