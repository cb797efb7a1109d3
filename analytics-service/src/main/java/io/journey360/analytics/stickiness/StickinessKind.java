package io.journey360.analytics.stickiness;

import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Calendar;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.Interval;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class StickinessKind implements AnalysisKind<StickinessRequest, StickinessAnswer> {

    @Override
    public String name() {
        return "stickiness";
    }

    @Override
    public Class<StickinessRequest> request() {
        return StickinessRequest.class;
    }

    @Override
    public @Nullable Object asOf(StickinessRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<StickinessAnswer> read(StickinessRequest request, Filters filters, RequestErrors errors) {
        var interval = Interval.read(
                request.interval(), Interval.DAY, EnumSet.of(Interval.DAY, Interval.WEEK, Interval.MONTH), errors);
        var zone = TimeRange.zone(request.zone(), errors);
        return new StickinessAnalysis(new Stickiness(
                interval.in(zone),
                per(request.per(), interval, zone, errors),
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                TimeRange.of(request.from(), request.to(), errors),
                filters.property(request.breakdown(), "/breakdown").orElse(null)));
    }

    private static @Nullable Calendar per(@Nullable String name, Interval interval, ZoneId zone, RequestErrors errors) {
        if (name == null) {
            return null;
        }
        var per = Interval.of(name);
        boolean madeOfWholeOnes = per.isPresent()
                && per.get().compareTo(interval) > 0
                && per.get().compareTo(Interval.DAY) > 0
                && interval != Interval.WEEK;
        if (!madeOfWholeOnes) {
            errors.invalid("/per", "can be week, month, quarter or year, and must be made of whole intervals");
            return null;
        }
        return per.get().in(zone);
    }

    record StickinessAnalysis(Stickiness question) implements Analysis<StickinessAnswer> {

        @Override
        public StickinessAnswer answer(Asked asked) {
            return StickinessAnswer.of(engine(asked).run(), question, asked.asOf(), asked.explain());
        }

        private StickinessEngine engine(Asked asked) {
            return new StickinessEngine(asked.snapshot(), asked.query(), question, asked.openUntil());
        }

        @Override
        public Optional<Figure> figure(Asked asked, StickinessAnswer answer, FigurePath path) {
            int part = path.is(0, "breakdown") ? path.index(1) + 1 : 0;
            var inPart = part > 0 ? path.from(2) : path;
            var inBreakdown =
                    part > 0 ? Objects.requireNonNull(answer.breakdown()).get(part - 1) : null;
            var spans = inBreakdown != null ? inBreakdown.spans() : answer.spans();
            boolean inSpan = inPart.is(0, "spans");
            var span = inSpan ? Objects.requireNonNull(spans).get(inPart.index(1)) : null;
            var per = span == null ? null : number(span);
            List<StickinessResult.Bar> histogram;
            if (span != null) {
                histogram = span.histogram();
            } else {
                histogram = inBreakdown != null ? inBreakdown.histogram() : answer.histogram();
            }
            return wanted(part, per, histogram, inSpan ? inPart.from(2) : inPart)
                    .map(wanted -> {
                        var engine = engine(asked);
                        var breakdown = engine.extent().breakdown();
                        return new Figure(
                                Snapshot.By.PERSON,
                                question.people(),
                                evidence -> engine.visitor(breakdown, new StickinessEvidence(wanted, evidence)));
                    });
        }

        private @Nullable Long number(StickinessAnswer.PerSpan span) {
            var per = question.per();
            return per == null ? null : per.number(span.start().toInstant().toEpochMilli());
        }

        private static Optional<StickinessEvidence.Wanted> wanted(
                int part, @Nullable Long per, List<StickinessResult.Bar> histogram, FigurePath path) {
            if (path.is(0, "histogram") && path.size() == 3) {
                int intervals = histogram.get(path.index(1)).intervals();
                return switch (path.part(2)) {
                    case "people" -> Optional.of(new StickinessEvidence.Wanted(part, per, intervals, intervals));
                    case "atLeast" ->
                        Optional.of(new StickinessEvidence.Wanted(part, per, intervals, Integer.MAX_VALUE));
                    default -> Optional.empty();
                };
            }
            return path.size() == 1 && (path.is(0, "people") || path.is(0, "mean") || path.is(0, "ratio"))
                    ? Optional.of(new StickinessEvidence.Wanted(part, per, 1, Integer.MAX_VALUE))
                    : Optional.empty();
        }
    }
}
