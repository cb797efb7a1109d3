package io.journey360.analytics.attribution;

import io.journey360.analytics.attribution.AttributionEvidence.Wanted;
import io.journey360.analytics.attribution.AttributionEvidence.Whose;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class AttributionKind implements AnalysisKind<AttributionRequest, AttributionAnswer> {

    @Override
    public String name() {
        return "attribution";
    }

    @Override
    public Class<AttributionRequest> request() {
        return AttributionRequest.class;
    }

    @Override
    public @Nullable Object asOf(AttributionRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<AttributionAnswer> read(AttributionRequest request, Filters filters, RequestErrors errors) {
        return new AttributionAnalysis(new AttributionReading(request, filters, errors).read());
    }

    record AttributionAnalysis(Attribution question) implements Analysis<AttributionAnswer> {

        @Override
        public AttributionAnswer answer(Asked asked) {
            return AttributionAnswer.of(engine(asked).run(), question, asked.asOf(), asked.explain());
        }

        private AttributionEngine engine(Asked asked) {
            return new AttributionEngine(asked.snapshot(), asked.query(), question);
        }

        @Override
        public Optional<Figure> figure(Asked asked, AttributionAnswer answer, FigurePath path) {
            return wanted(answer, path).map(wanted -> {
                var engine = engine(asked);
                var breakdown = engine.breakdown();
                return new Figure(
                        Snapshot.By.PERSON,
                        question.people(),
                        evidence ->
                                engine.visitor(breakdown, new AttributionEvidence(wanted, engine.amounts(), evidence)));
            });
        }

        private static Optional<Wanted> wanted(AttributionAnswer answer, FigurePath path) {
            if (path.is(0, "credits")) {
                var credit = answer.credits().get(path.index(1));
                return wanted(Whose.TOUCHED, credit.part(), credit.values(), path.from(2));
            }
            if (path.is(0, "unattributed")) {
                return wanted(Whose.UNATTRIBUTED, 0, answer.unattributed().values(), path.from(1));
            }
            return wanted(Whose.ALL, 0, answer.values(), path);
        }

        private static Optional<Wanted> wanted(
                Whose whose, int part, List<AttributionResult.Value> values, FigurePath path) {
            if (path.size() == 1 && (path.is(0, "goals") || path.is(0, "count"))) {
                return Optional.of(new Wanted(whose, part, path.is(0, "goals"), null));
            }
            return path.is(0, "values") && path.is(2, "amount")
                    ? Optional.of(new Wanted(
                            whose, part, false, values.get(path.index(1)).currency()))
                    : Optional.empty();
        }
    }
}
