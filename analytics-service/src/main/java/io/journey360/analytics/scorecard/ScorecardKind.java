package io.journey360.analytics.scorecard;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class ScorecardKind implements AnalysisKind<ScorecardRequest, ScorecardAnswer> {

    private final LiveView view;
    private final JourneySettings settings;

    ScorecardKind(LiveView view, JourneySettings settings) {
        this.view = view;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "touchpoints";
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
    public Analysis<ScorecardAnswer> read(ScorecardRequest request, Filters filters, RequestErrors errors) {
        return read(request, filters, errors, "/filter");
    }

    private Analysis<ScorecardAnswer> read(
            ScorecardRequest request, Filters filters, RequestErrors errors, String filter) {
        return new Asking(ScorecardQuestion.read(request, filters, errors, filter, settings.silence()), view);
    }

    /** The same, for a request whose filter's fields are parameters themselves. */
    AnalysisKind<ScorecardRequest, ScorecardAnswer> inParameters() {
        return new InParameters(this);
    }

    private record InParameters(ScorecardKind kind) implements AnalysisKind<ScorecardRequest, ScorecardAnswer> {

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
        public Analysis<ScorecardAnswer> read(ScorecardRequest request, Filters filters, RequestErrors errors) {
            return kind.read(request, filters, errors, "");
        }
    }

    private record Asking(ScorecardQuestion question, LiveView view) implements Analysis<ScorecardAnswer> {

        @Override
        public ScorecardAnswer answer(Asked asked) {
            return ScorecardAnswer.of(
                    Scorecard.of(asked, catalogue(asked), question), question, asked.asOf(), asked.explain());
        }

        private Catalogue catalogue(Asked asked) {
            return view.catalogue(asked.asOf().position());
        }

        @Override
        public Optional<Figure> figure(Asked asked, ScorecardAnswer answer, FigurePath path) {
            var figures = new ScorecardFigures(asked, catalogue(asked), question);
            int number = path.index(1);
            if (path.is(0, "touchpoints")
                    && number >= 0
                    && number < answer.touchpoints().size()) {
                return figures.of(answer.touchpoints().get(number), path.from(2));
            }
            return path.is(0, "people") ? Optional.of(figures.everybody()) : Optional.empty();
        }
    }
}
