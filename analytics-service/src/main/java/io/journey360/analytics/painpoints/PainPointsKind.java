package io.journey360.analytics.painpoints;

import io.journey360.analytics.catalogue.Catalogue;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.journey.JourneySettings;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.scorecard.Scorecard;
import io.journey360.analytics.scorecard.ScorecardFigures;
import io.journey360.analytics.scorecard.ScorecardQuestion;
import io.journey360.analytics.scorecard.ScorecardRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class PainPointsKind implements AnalysisKind<ScorecardRequest, PainPointsAnswer> {

    private final LiveView view;
    private final JourneySettings settings;

    PainPointsKind(LiveView view, JourneySettings settings) {
        this.view = view;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "pain-points";
    }

    @Override
    public Class<ScorecardRequest> request() {
        return ScorecardRequest.class;
    }

    @Override
    public @Nullable Object asOf(ScorecardRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<PainPointsAnswer> read(ScorecardRequest request, Filters filters, RequestErrors errors) {
        return read(request, filters, errors, "/filter");
    }

    private Analysis<PainPointsAnswer> read(
            ScorecardRequest request, Filters filters, RequestErrors errors, String filter) {
        return new Asking(ScorecardQuestion.read(request, filters, errors, filter, settings.silence()), view);
    }

    /** The same, for a request whose filter's fields are parameters themselves. */
    AnalysisKind<ScorecardRequest, PainPointsAnswer> inParameters() {
        return new InParameters(this);
    }

    private record InParameters(PainPointsKind kind) implements AnalysisKind<ScorecardRequest, PainPointsAnswer> {

        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public Class<ScorecardRequest> request() {
            return kind.request();
        }

        @Override
        public @Nullable Object asOf(ScorecardRequest request) {
            return request.asOf();
        }

        @Override
        public Analysis<PainPointsAnswer> read(ScorecardRequest request, Filters filters, RequestErrors errors) {
            return kind.read(request, filters, errors, "");
        }
    }

    private record Asking(ScorecardQuestion question, LiveView view) implements Analysis<PainPointsAnswer> {

        @Override
        public PainPointsAnswer answer(Asked asked) {
            return PainPointsAnswer.of(
                    Scorecard.of(asked, catalogue(asked), question), question, asked.asOf(), asked.explain());
        }

        private Catalogue catalogue(Asked asked) {
            return view.catalogue(asked.asOf().position());
        }

        @Override
        public Optional<Figure> figure(Asked asked, PainPointsAnswer answer, FigurePath path) {
            var figures = new ScorecardFigures(asked, catalogue(asked), question);
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
                                    FigurePath.of(
                                            "actual", point.brokenPromise().measure()));
                case "waiting" ->
                    path.is(1, "averageSeconds")
                            ? Optional.of(figures.waits())
                            : figures.of(point.touchpoint(), FigurePath.of("waiting", "meanSeconds"));
                default -> Optional.empty();
            };
        }
    }
}
