package io.journey360.analytics.voice;

import io.journey360.analytics.filter.Property;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class VoiceKind implements AnalysisKind<VoiceRequest, VoiceAnswer> {

    private static final String INTERVAL = "interval";

    @Override
    public String name() {
        return "voice";
    }

    @Override
    public Class<VoiceRequest> request() {
        return VoiceRequest.class;
    }

    @Override
    public @Nullable Object asOf(VoiceRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<VoiceAnswer> read(VoiceRequest request, Filters filters, RequestErrors errors) {
        return new Asking(question(request, filters, errors, "/filter"));
    }

    /** The same, for a request whose filter's fields are parameters themselves. */
    AnalysisKind<VoiceRequest, VoiceAnswer> inParameters() {
        return new InParameters(this);
    }

    private record InParameters(VoiceKind kind) implements AnalysisKind<VoiceRequest, VoiceAnswer> {

        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public Class<VoiceRequest> request() {
            return kind.request();
        }

        @Override
        public @Nullable Object asOf(VoiceRequest request) {
            return request.asOf();
        }

        @Override
        public Analysis<VoiceAnswer> read(VoiceRequest request, Filters filters, RequestErrors errors) {
            return new Asking(question(request, filters, errors, ""));
        }
    }

    /** @param filter where the filter stands in the request */
    private static VoiceQuestion question(VoiceRequest request, Filters filters, RequestErrors errors, String filter) {
        var range = TimeRange.of(request.from(), request.to(), errors);
        return new VoiceQuestion(
                by(request.by(), filters),
                interval(request, errors),
                TimeRange.zone(request.zone(), errors),
                filters.events(request.filter(), filter),
                filters.people(request.filter(), filter),
                range.from(),
                range.to());
    }

    private static @Nullable Property by(@Nullable String name, Filters filters) {
        return name == null || name.equals(INTERVAL)
                ? null
                : filters.property(name, "/by").orElse(null);
    }

    private static @Nullable Interval interval(VoiceRequest request, RequestErrors errors) {
        var name = request.interval();
        if (name == null) {
            if (INTERVAL.equals(request.by())) {
                errors.invalid("/interval", "is required to divide by interval");
            }
            return null;
        }
        var interval = Interval.of(name);
        if (interval.isEmpty()) {
            errors.invalid(
                    "/interval",
                    "can be "
                            + Arrays.stream(Interval.values())
                                    .map(Interval::wireName)
                                    .collect(Collectors.joining(", ")));
        }
        return interval.orElse(null);
    }

    record Asking(VoiceQuestion question) implements Analysis<VoiceAnswer> {

        private VoiceResult run(Asked asked) {
            return VoiceEngine.run(asked.snapshot(), asked.catalogue(), asked.query(), question);
        }

        @Override
        public VoiceAnswer answer(Asked asked) {
            return VoiceAnswer.of(run(asked), question, asked.asOf(), asked.explain());
        }

        @Override
        public Optional<Figure> figure(Asked asked, VoiceAnswer answer, FigurePath path) {
            if (!path.is(0, "groups")) {
                return figure(asked, path, null);
            }
            int number = path.index(1);
            var groups = run(asked).groups();
            return number < 0 || number >= groups.size()
                    ? Optional.empty()
                    : figure(asked, path.from(2), groups.get(number));
        }

        /** @param of null for all reviews */
        private Optional<Figure> figure(Asked asked, FigurePath path, VoiceResult.@Nullable Group of) {
            var catalogue = asked.catalogue();
            return OpinionFigure.at(path)
                    .map(part -> new Figure(Snapshot.By.PERSON, question.people(), evidence -> {
                        var reviews = new Reviews(asked.snapshot(), catalogue, question);
                        return (person, rows, from, to) -> reviews.each(rows, from, to, (row, group, opinion) -> {
                            var value = of == null || of.contains(group) ? part.of(opinion) : null;
                            if (value != null) {
                                evidence.add(person, rows, row, value);
                            }
                        });
                    }));
        }
    }
}
