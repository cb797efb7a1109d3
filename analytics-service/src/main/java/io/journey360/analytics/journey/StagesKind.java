package io.journey360.analytics.journey;

import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.EventMasks;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Evidence;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.events.JourneyEventType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many people stand at which stage of their current journey. */
@Component
class StagesKind implements AnalysisKind<StagesRequest, Stages> {

    private final JourneySettings settings;

    StagesKind(JourneySettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "stages";
    }

    @Override
    public Class<StagesRequest> request() {
        return StagesRequest.class;
    }

    @Override
    public @Nullable Object asOf(StagesRequest request) {
        return request.asOf();
    }

    @Override
    public Analysis<Stages> read(StagesRequest request, Filters filters, RequestErrors errors) {
        return new StagesAnalysis(
                filters.events(request.filter(), ""), filters.people(request.filter(), ""), settings.silence());
    }

    private record StagesAnalysis(EventFilter filter, People people, Duration silence) implements Analysis<Stages> {

        @Override
        public Stages answer(Asked asked) {
            var masks = masks(asked);
            var counts = asked.snapshot()
                    .scan(asked.query(), Snapshot.By.PERSON, people, () -> new Count(journey(asked, masks)));
            var reached = new EnumMap<JourneyEventType, Long>(JourneyEventType.class);
            counts.forEach(count -> count.people.forEach((type, n) -> reached.merge(type, n, Long::sum)));
            return new Stages(
                    Stages.CORE.stream()
                            .map(stage -> new Stages.StageCount(stage, reached.getOrDefault(stage, 0L)))
                            .toList(),
                    Stages.OUTCOMES.stream()
                            .map(outcome -> new Stages.OutcomeCount(outcome, reached.getOrDefault(outcome, 0L)))
                            .toList(),
                    asked.asOf(),
                    asked.explain());
        }

        @Override
        public Optional<Figure> figure(Asked asked, Stages answer, FigurePath path) {
            if (!path.is(2, "people")) {
                return Optional.empty();
            }
            return switch (path.part(0)) {
                case "stages" -> {
                    var stage = answer.stages().get(path.index(1)).stage();
                    yield Optional.of(figure(asked, cut -> stage == cut.stage()));
                }
                case "outcomes" -> {
                    var outcome = answer.outcomes().get(path.index(1)).outcome();
                    yield Optional.of(figure(asked, cut -> cut.outcomes().contains(outcome)));
                }
                default -> Optional.empty();
            };
        }

        /** Made of the current journeys of which this holds. */
        private Figure figure(Asked asked, Predicate<JourneyCut> condition) {
            var masks = masks(asked);
            return new Figure(Snapshot.By.PERSON, people, evidence -> {
                var journey = journey(asked, masks);
                return (person, rows, from, to) -> {
                    if (journey.read(rows, from, to) && condition.test(journey.cut())) {
                        evidence.add(person, rows, journey.rows(), journey.count(), Evidence.COUNTED);
                    }
                };
            });
        }

        private EventMasks masks(Asked asked) {
            return EventMasks.of(asked.snapshot(), filter, List.of(EventFilter.ALL));
        }

        private CurrentJourney journey(Asked asked, EventMasks masks) {
            return new CurrentJourney(asked.snapshot(), masks, silence);
        }
    }

    private static final class Count implements Visitor {

        private final CurrentJourney journey;
        private final Map<JourneyEventType, Long> people = new EnumMap<>(JourneyEventType.class);

        Count(CurrentJourney journey) {
            this.journey = journey;
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            if (journey.read(rows, from, to)) {
                var reached = journey.cut().stage();
                if (reached != null) {
                    people.merge(reached, 1L, Long::sum);
                }
                journey.cut().outcomes().forEach(outcome -> people.merge(outcome, 1L, Long::sum));
            }
        }
    }
}
