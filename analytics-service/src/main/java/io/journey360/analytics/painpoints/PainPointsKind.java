package io.journey360.analytics.painpoints;

import io.journey360.analytics.journey.JourneySettings;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.scorecard.OfScorecard;
import io.journey360.analytics.scorecard.Scorecard;
import io.journey360.analytics.scorecard.ScorecardFigures;
import io.journey360.analytics.scorecard.ScorecardQuestion;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
class PainPointsKind extends OfScorecard<PainPointsAnswer> {

    PainPointsKind(JourneySettings settings) {
        super("pain-points", settings);
    }

    @Override
    protected PainPointsAnswer answer(Scorecard scorecard, ScorecardQuestion question, Asked asked) {
        return PainPointsAnswer.of(scorecard, question, asked.asOf(), asked.explain());
    }

    @Override
    protected Optional<Figure> figure(PainPointsAnswer answer, FigurePath path, ScorecardFigures figures) {
        int number = path.index(1);
        return path.is(0, "painPoints")
                        && number >= 0
                        && number < answer.painPoints().size()
                ? figure(answer.painPoints().get(number), path.from(2), figures)
                : Optional.empty();
    }

    private static Optional<Figure> figure(PainPoint point, FigurePath path, ScorecardFigures figures) {
        return switch (path.part(0)) {
            // A person is hurt by what the parts list; the score weighs all who were there.
            case "score", "severity", "people" -> figures.of(point.touchpoint(), FigurePath.of("volume", "people"));
            case "lowScore" ->
                figures.of(point.touchpoint(), FigurePath.of("lowScores", path.is(1, "of") ? "of" : "answers"));
            case "cancelled", "noShow" -> figures.of(point.touchpoint(), FigurePath.of(path.part(0), "people"));
            case "dropOff" ->
                path.is(1, "average")
                        ? Optional.of(figures.ended())
                        : figures.of(point.touchpoint(), FigurePath.of("dropOff", "people"));
            case "brokenPromise" ->
                point.brokenPromise() == null || path.is(1, "measure") || path.is(1, "target")
                        ? Optional.empty()
                        : figures.of(
                                point.touchpoint(),
                                FigurePath.of("actual", point.brokenPromise().measure()));
            case "waiting" ->
                path.is(1, "averageSeconds")
                        ? Optional.of(figures.waits())
                        : figures.of(point.touchpoint(), FigurePath.of("waiting", "meanSeconds"));
            default -> Optional.empty();
        };
    }
}
