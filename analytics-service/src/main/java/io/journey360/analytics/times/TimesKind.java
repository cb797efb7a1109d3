package io.journey360.analytics.times;

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
class TimesKind implements AnalysisKind<TimesRequest, TimesAnswer> {

    @Override
    public String name() {
        return "times";
    }

    @Override
    public Class<TimesRequest> request() {
        return TimesRequest.class;
    }

    @Override
    public @Nullable Object asOf(TimesRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<TimesAnswer> read(TimesRequest request, Filters filters, RequestErrors errors) {
        return new TimesAnalysis(new TimesReading(request, filters, errors).read());
    }

    record TimesAnalysis(Times question) implements Analysis<TimesAnswer> {

        @Override
        public TimesAnswer answer(Asked asked) {
            return TimesAnswer.of(
                    TimesEngine.run(asked.snapshot(), asked.query(), question, asked.openUntil()),
                    question.breakdown() != null,
                    asked.asOf(),
                    asked.explain());
        }

        @Override
        public Optional<Figure> figure(Asked asked, TimesAnswer answer, FigurePath path) {
            return TimesEvidence.Wanted.of(path).map(wanted -> {
                var masks = TimesEngine.masks(asked.snapshot(), question);
                var breakdown = TimesEngine.breakdown(asked.snapshot(), asked.query(), question, masks);
                return new Figure(
                        question.by(),
                        question.people(),
                        evidence -> new Pairs(
                                question, masks, asked.openUntil(), new TimesEvidence(wanted, breakdown, evidence)));
            });
        }
    }
}
