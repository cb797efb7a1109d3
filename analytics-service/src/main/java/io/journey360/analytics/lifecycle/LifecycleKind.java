package io.journey360.analytics.lifecycle;

import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.Interval;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class LifecycleKind implements AnalysisKind<LifecycleRequest, LifecycleAnswer> {

    @Override
    public String name() {
        return "lifecycle";
    }

    @Override
    public Class<LifecycleRequest> request() {
        return LifecycleRequest.class;
    }

    @Override
    public @Nullable Object asOf(LifecycleRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<LifecycleAnswer> read(LifecycleRequest request, Filters filters, RequestErrors errors) {
        var interval = Interval.read(
                request.interval(), Interval.DAY, EnumSet.of(Interval.DAY, Interval.WEEK, Interval.MONTH), errors);
        return new LifecycleAnalysis(new Lifecycle(
                interval.in(TimeRange.zone(request.zone(), errors)),
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                TimeRange.of(request.from(), request.to(), errors),
                filters.property(request.breakdown(), "/breakdown").orElse(null)));
    }

    record LifecycleAnalysis(Lifecycle question) implements Analysis<LifecycleAnswer> {

        @Override
        public LifecycleAnswer answer(Asked asked) {
            return LifecycleAnswer.of(engine(asked).run(), question, asked.asOf(), asked.explain());
        }

        private LifecycleEngine engine(Asked asked) {
            return new LifecycleEngine(asked.snapshot(), asked.query(), question, asked.openUntil());
        }

        @Override
        public Optional<Figure> figure(Asked asked, LifecycleAnswer answer, FigurePath path) {
            int part = path.is(0, "breakdown") ? path.index(1) + 1 : 0;
            var point = part > 0 ? path.from(2) : path;
            return status(point).filter(status -> point.is(0, "points")).map(status -> {
                var engine = engine(asked);
                var extent = engine.extent();
                var wanted =
                        new LifecycleEvidence.Wanted(part, engine.span(extent).number(point.index(1)), status);
                return new Figure(
                        Snapshot.By.PERSON,
                        question.people(),
                        evidence -> engine.visitor(extent.breakdown(), new LifecycleEvidence(wanted, evidence)));
            });
        }

        private static Optional<Lifecycle.Status> status(FigurePath point) {
            return switch (point.part(2)) {
                case "new" -> Optional.of(Lifecycle.Status.NEW);
                case "returning" -> Optional.of(Lifecycle.Status.RETURNING);
                case "resurrecting" -> Optional.of(Lifecycle.Status.RESURRECTING);
                case "dormant" -> Optional.of(Lifecycle.Status.DORMANT);
                default -> Optional.empty();
            };
        }
    }
}
