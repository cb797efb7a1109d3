package io.journey360.analytics.painpoints;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.scorecard.Scorecard;
import io.journey360.analytics.scorecard.ScorecardQuestion;
import java.util.Comparator;
import java.util.List;

/**
 * @param painPoints the highest score first, ties by name; touchpoints without pain are left out
 * @param painPointCount before the cut to the limit
 * @param formula of the score
 */
record PainPointsAnswer(List<PainPoint> painPoints, long painPointCount, String formula, AsOf asOf, String explain) {

    static final String FORMULA =
            "score = people × severity; severity = 1 − (1 − lowScore.part) × (1 − cancelled.part) × (1 − noShow.part)"
                    + " × (1 − dropOff.part) × (1 − brokenPromise.part) × (1 − waiting.part)";

    static PainPointsAnswer of(Scorecard scorecard, ScorecardQuestion question, AsOf asOf, String explain) {
        var averages = PainPoint.Averages.of(scorecard.touchpoints());
        var points = scorecard.touchpoints().stream()
                .map(card -> PainPoint.of(card, averages))
                .filter(point -> point.score() > 0)
                .sorted(Comparator.comparingDouble((PainPoint point) -> -point.score())
                        .thenComparing(PainPoint::touchpoint))
                .toList();
        return new PainPointsAnswer(
                points.stream().limit(question.limit()).toList(), points.size(), FORMULA, asOf, explain);
    }
}
