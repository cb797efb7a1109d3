package io.journey360.analytics.trends;

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
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class TrendsKind implements AnalysisKind<TrendsRequest, TrendsAnswer> {

    private static final Duration GAP = Duration.ofMinutes(30);

    @Override
    public String name() {
        return "trends";
    }

    @Override
    public Class<TrendsRequest> request() {
        return TrendsRequest.class;
    }

    @Override
    public @Nullable Object asOf(TrendsRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<TrendsAnswer> read(TrendsRequest request, Filters filters, RequestErrors errors) {
        return new TrendsAnalysis(new Trends(
                measure(request.measure(), errors),
                Interval.read(request.interval(), Interval.DAY, EnumSet.allOf(Interval.class), errors)
                        .in(TimeRange.zone(request.zone(), errors)),
                TimeRange.millis(request.gap(), "/gap", GAP, errors),
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                TimeRange.of(request.from(), request.to(), errors),
                filters.property(request.breakdown(), "/breakdown").orElse(null)));
    }

    private static Trends.Measure measure(@Nullable String name, RequestErrors errors) {
        return switch (name) {
            case "events" -> Trends.Measure.EVENTS;
            case "people" -> Trends.Measure.PEOPLE;
            case "sessions" -> Trends.Measure.SESSIONS;
            case "value" -> Trends.Measure.VALUE;
            case "score" -> Trends.Measure.SCORE;
            case null -> Trends.Measure.EVENTS;
            default -> {
                errors.invalid("/measure", "can be events, people, sessions, value or score");
                yield Trends.Measure.EVENTS;
            }
        };
    }

    record TrendsAnalysis(Trends question) implements Analysis<TrendsAnswer> {

        @Override
        public TrendsAnswer answer(Asked asked) {
            return TrendsAnswer.of(engine(asked).run(), question, asked.asOf(), asked.explain());
        }

        private TrendsEngine engine(Asked asked) {
            return new TrendsEngine(asked.snapshot(), asked.query(), question, asked.openUntil());
        }

        @Override
        public Optional<Figure> figure(Asked asked, TrendsAnswer answer, FigurePath path) {
            int part = path.is(0, "breakdown") ? path.index(1) + 1 : 0;
            var inPart = part > 0 ? path.from(2) : path;
            boolean ofPoint = inPart.is(0, "points");
            if (!ofPoint && !inPart.is(0, "total")) {
                return Optional.empty();
            }
            var inBreakdown =
                    part > 0 ? Objects.requireNonNull(answer.breakdown()).get(part - 1) : null;
            var total = inBreakdown != null ? inBreakdown.total() : answer.total();
            var points = inBreakdown != null ? inBreakdown.points() : answer.points();
            var amounts = ofPoint ? points.get(inPart.index(1)).amounts() : total.amounts();
            var figure = inPart.from(ofPoint ? 2 : 1);
            if (!isFigure(figure)) {
                return Optional.empty();
            }
            var engine = engine(asked);
            var extent = engine.extent();
            var wanted = new TrendsEvidence.Wanted(
                    part,
                    ofPoint ? engine.span(extent).number(inPart.index(1)) : Occurrences.WHOLE,
                    name(amounts, figure));
            return Optional.of(new Figure(
                    Snapshot.By.PERSON,
                    question.people(),
                    evidence -> engine.visitor(
                            extent.breakdown(), new TrendsEvidence(wanted, engine.quantities(), evidence))));
        }

        private static boolean isFigure(FigurePath path) {
            return path.is(0, "count") && path.size() == 1
                    || path.is(0, "amounts")
                            && path.size() == 3
                            && (path.is(2, "n") || path.is(2, "sum") || path.is(2, "mean"));
        }

        private static @Nullable String name(@Nullable List<TrendsResult.Amount> amounts, FigurePath path) {
            if (amounts == null || path.is(0, "count")) {
                return null;
            }
            var amount = amounts.get(path.index(1));
            return amount.currency() != null ? amount.currency() : amount.survey();
        }
    }
}
