package io.journey360.analytics.scorecard;

import io.journey360.analytics.journey.JourneySettings;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
class ScorecardKind extends OfScorecard<ScorecardAnswer> {

    ScorecardKind(JourneySettings settings) {
        super("touchpoints", settings);
    }

    @Override
    protected ScorecardAnswer answer(Scorecard scorecard, ScorecardQuestion question, Asked asked) {
        return ScorecardAnswer.of(scorecard, question, asked.asOf(), asked.explain());
    }

    @Override
    protected Optional<Figure> figure(ScorecardAnswer answer, FigurePath path, ScorecardFigures figures) {
        int number = path.index(1);
        if (path.is(0, "touchpoints")
                && number >= 0
                && number < answer.touchpoints().size()) {
            return figures.of(answer.touchpoints().get(number), path.from(2));
        }
        return path.is(0, "people") ? Optional.of(figures.everybody()) : Optional.empty();
    }
}
