package io.journey360.analytics.voice;

import io.journey360.analytics.query.Evidence;
import io.journey360.analytics.query.FigurePath;
import io.journey360.events.SurveyKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What single answers contribute to a figure of {@link VoiceScores}. */
@FunctionalInterface
public interface OpinionFigure {

    /** The answers to the survey that are counted; null when the answer has no part in the figure. */
    @Nullable Double of(Opinion opinion);

    /** @param path into the scores: {@code nps/score}, {@code csat/distribution/4} */
    static Optional<OpinionFigure> at(FigurePath path) {
        return SurveyKind.ofWireName(path.part(0)).flatMap(survey -> {
            var figure = path.size() == 2 ? figure(path.part(1)) : box(path);
            return Optional.ofNullable(figure).map(of -> opinion -> opinion.survey() == survey ? of.of(opinion) : null);
        });
    }

    private static @Nullable OpinionFigure figure(String name) {
        return switch (name) {
            case "n" -> opinion -> Evidence.COUNTED;
            case "rescaled" -> opinion -> opinion.rescaled() ? Evidence.COUNTED : null;
            case "score" ->
                opinion -> VoiceScores.netPromoterScore(opinion.isHigh() ? 1 : 0, opinion.isLow() ? 1 : 0, 1);
            case "promoters", "satisfied" -> opinion -> opinion.isHigh() ? Evidence.COUNTED : null;
            case "passives" -> opinion -> opinion.isHigh() || opinion.isLow() ? null : Evidence.COUNTED;
            case "detractors" -> opinion -> opinion.isLow() ? Evidence.COUNTED : null;
            case "mean" -> Opinion::stretched;
            default -> null;
        };
    }

    private static @Nullable OpinionFigure box(FigurePath path) {
        int box = path.index(2);
        return path.size() == 3 && path.is(1, "distribution") && box >= 0
                ? opinion -> opinion.box() == box ? Evidence.COUNTED : null
                : null;
    }
}
