package io.journey360.analytics.conformance;

import io.journey360.analytics.catalogue.JourneyMap;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.journey.JourneySettings;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.TimeRange;
import io.journey360.platform.problem.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class ConformanceKind implements AnalysisKind<ConformanceRequest, ConformanceAnswer> {

    private final JourneySettings settings;

    ConformanceKind(JourneySettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "conformance";
    }

    @Override
    public Class<ConformanceRequest> request() {
        return ConformanceRequest.class;
    }

    @Override
    public @Nullable Object asOf(ConformanceRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<ConformanceAnswer> read(ConformanceRequest request, Filters filters, RequestErrors errors) {
        var range = TimeRange.of(request.from(), request.to(), errors);
        TimeRange.checkZone(request.zone(), errors);
        var map = request.map();
        if (map == null || map.isBlank()) {
            errors.invalid("/map", "is required: the name of a journey map");
        }
        if (request.version() != null && request.version() < 1) {
            errors.invalid("/version", "counts from 1");
        }
        var by =
                switch (request.by()) {
                    case null -> Conformance.Unit.JOURNEY;
                    case "journey" -> Conformance.Unit.JOURNEY;
                    case "customer" -> Conformance.Unit.CUSTOMER;
                    default -> {
                        errors.invalid("/by", "can be journey or customer");
                        yield Conformance.Unit.JOURNEY;
                    }
                };
        return new ConformanceAnalysis(new Conformance(
                map == null ? "" : map,
                request.version(),
                by,
                filters.events(request.filter(), "/filter"),
                filters.people(request.filter(), "/filter"),
                range.from(),
                range.to(),
                settings.silence()));
    }

    private record ConformanceAnalysis(Conformance question) implements Analysis<ConformanceAnswer> {

        @Override
        public ConformanceAnswer answer(Asked asked) {
            return ConformanceEngine.run(
                    asked.snapshot(),
                    asked.query(),
                    question,
                    model(asked),
                    asked.openUntil(),
                    asked.asOf(),
                    asked.explain());
        }

        @Override
        public Optional<Figure> figure(Asked asked, ConformanceAnswer answer, FigurePath path) {
            var model = model(asked);
            var masks = ConformanceEngine.masks(asked.snapshot(), question);
            return new ConformanceEvidence(answer, model)
                    .of(path)
                    .map(part -> new Figure(
                            Snapshot.By.PERSON,
                            question.people(),
                            evidence -> new ConformanceVisitor<>(
                                    question, asked.snapshot(), masks, model, asked.openUntil(), part.into(evidence))));
        }

        private MapModel model(Asked asked) {
            return MapModel.of(map(asked), asked.snapshot());
        }

        /** As it was known at the position asked of. */
        private JourneyMap map(Asked asked) {
            var catalogue = asked.catalogue();
            var version = question.version();
            if (version == null) {
                return catalogue
                        .map(question.map())
                        .orElseThrow(() -> Problem.invalid("/map", "no journey map of this name was in use then"));
            }
            return catalogue
                    .map(question.map(), version)
                    .orElseThrow(() -> Problem.invalid(
                            catalogue.hasMap(question.map()) ? "/version" : "/map",
                            "there was no such journey map, or no such version of it, then"));
        }
    }
}
