package io.journey360.analytics.funnel;

import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class FunnelKind implements AnalysisKind<FunnelRequest, FunnelAnswer> {

    @Override
    public String name() {
        return "funnel";
    }

    @Override
    public Class<FunnelRequest> request() {
        return FunnelRequest.class;
    }

    @Override
    public @Nullable Object asOf(FunnelRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<FunnelAnswer> read(FunnelRequest request, Filters filters, RequestErrors errors) {
        var funnel = new FunnelReading(request, filters, errors).read();
        return new FunnelAnalysis(funnel, names(request));
    }

    private static List<String> names(FunnelRequest request) {
        var steps = request.steps();
        return steps == null
                ? List.of()
                : steps.stream()
                        .map(step -> step == null ? "" : Objects.requireNonNullElse(step.event(), ""))
                        .toList();
    }

    private record FunnelAnalysis(Funnel funnel, List<String> names) implements Analysis<FunnelAnswer> {

        @Override
        public FunnelAnswer answer(Asked asked) {
            return FunnelAnswer.of(
                    FunnelEngine.run(asked.snapshot(), asked.query(), funnel, asked.openUntil()),
                    funnel,
                    names,
                    asked.asOf(),
                    asked.explain());
        }

        @Override
        public Optional<Figure> figure(Asked asked, FunnelAnswer answer, FigurePath path) {
            return new FunnelFigures(PreparedFunnel.of(asked.snapshot(), funnel, asked.openUntil()), answer)
                    .of(asked.query(), path);
        }
    }
}
