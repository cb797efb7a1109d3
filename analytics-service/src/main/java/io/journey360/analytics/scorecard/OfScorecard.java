package io.journey360.analytics.scorecard;

import io.journey360.analytics.journey.JourneySettings;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An analysis that reads its answer off the scorecard. It is asked for in a body, or in parameters, where the filter's fields
 * stand by themselves.
 */
public abstract class OfScorecard<A> implements AnalysisKind<ScorecardRequest, A> {

    private final String name;
    private final Duration silence;

    protected OfScorecard(String name, JourneySettings settings) {
        this.name = name;
        this.silence = settings.silence();
    }

    protected abstract A answer(Scorecard scorecard, ScorecardQuestion question, Asked asked);

    /** @see Analysis#figure */
    protected abstract Optional<Figure> figure(A answer, FigurePath path, ScorecardFigures figures);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Class<ScorecardRequest> request() {
        return ScorecardRequest.class;
    }

    @Override
    public final @Nullable Object asOf(ScorecardRequest request) {
        return request.asOf();
    }

    @Override
    public final Analysis<A> read(ScorecardRequest request, Filters filters, RequestErrors errors) {
        return read(request, filters, errors, "/filter");
    }

    private Analysis<A> read(ScorecardRequest request, Filters filters, RequestErrors errors, String filter) {
        return new Asking<>(this, ScorecardQuestion.read(request, filters, errors, filter, silence));
    }

    public final AnalysisKind<ScorecardRequest, A> inParameters() {
        return new InParameters<>(this);
    }

    private record InParameters<A>(OfScorecard<A> kind) implements AnalysisKind<ScorecardRequest, A> {

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
        public Analysis<A> read(ScorecardRequest request, Filters filters, RequestErrors errors) {
            return kind.read(request, filters, errors, "");
        }
    }

    private record Asking<A>(OfScorecard<A> kind, ScorecardQuestion question) implements Analysis<A> {

        @Override
        public A answer(Asked asked) {
            return kind.answer(Scorecard.of(asked, asked.catalogue(), question), question, asked);
        }

        @Override
        public Optional<Figure> figure(Asked asked, A answer, FigurePath path) {
            return kind.figure(answer, path, new ScorecardFigures(asked, asked.catalogue(), question));
        }
    }
}
