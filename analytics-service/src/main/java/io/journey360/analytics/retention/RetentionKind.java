package io.journey360.analytics.retention;

import io.journey360.analytics.index.Snapshot;
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
class RetentionKind implements AnalysisKind<RetentionRequest, RetentionAnswer> {

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public Class<RetentionRequest> request() {
        return RetentionRequest.class;
    }

    @Override
    public @Nullable Object asOf(RetentionRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<RetentionAnswer> read(RetentionRequest request, Filters filters, RequestErrors errors) {
        return new RetentionAnalysis(new RetentionReading(request, filters, errors).read());
    }

    record RetentionAnalysis(Retention question) implements Analysis<RetentionAnswer> {

        @Override
        public RetentionAnswer answer(Asked asked) {
            return RetentionAnswer.of(engine(asked).run(), question, asked.asOf(), asked.explain());
        }

        private RetentionEngine engine(Asked asked) {
            return new RetentionEngine(asked.snapshot(), asked.query(), question, asked.openUntil());
        }

        @Override
        public Optional<Figure> figure(Asked asked, RetentionAnswer answer, FigurePath path) {
            return RetentionEvidence.Wanted.of(path).map(wanted -> {
                var engine = engine(asked);
                var breakdown = engine.extent().breakdown();
                var cohorts = wanted.part() < 0
                        ? answer.cohorts()
                        : Objects.requireNonNull(answer.breakdown())
                                .get(wanted.part())
                                .cohorts();
                long first = number(cohorts.getFirst());
                long from = wanted.cohort() < 0 ? first : first + wanted.cohort();
                long to = wanted.cohort() < 0 ? first + over(cohorts, wanted.period()) - 1 : from;
                return new Figure(
                        Snapshot.By.PERSON,
                        question.people(),
                        evidence -> engine.visitor(new RetentionEvidence(wanted, from, to, breakdown, evidence)));
            });
        }

        private long number(RetentionResult.Cohort cohort) {
            return question.calendar().number(cohort.start().toInstant().toEpochMilli());
        }

        /** How many cohorts there are, from the first on, for which the period is over. */
        private static long over(List<RetentionResult.Cohort> cohorts, int period) {
            return cohorts.stream()
                    .filter(cohort -> period < cohort.periods().size()
                            && cohort.periods().get(period).complete())
                    .count();
        }
    }
}
