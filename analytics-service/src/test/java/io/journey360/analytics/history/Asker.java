package io.journey360.analytics.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.catalogue.CatalogueHistory;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.index.Visitor;
import io.journey360.analytics.personas.PersonaHistory;
import io.journey360.analytics.query.Analysis;
import io.journey360.analytics.query.AnalysisKind;
import io.journey360.analytics.query.Asked;
import io.journey360.analytics.query.Evidence;
import io.journey360.analytics.query.Figure;
import io.journey360.analytics.query.FigurePath;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks analyses about a random history, as they are asked over HTTP but without it. */
public final class Asker implements AutoCloseable {

    private final QueryPool pool = new QueryPool(2, 1, Duration.ofSeconds(60));
    private final Map<Long, Happening> happenings;
    private final JourneyIndex index;
    private final PersonaHistory personas;

    public Asker(RandomHistory history, Random random) {
        this.happenings = history.byPosition();
        this.index = history.index(random);
        this.personas = history.personas();
    }

    /** What one unit contributed to a figure, in the order of its events. */
    public record Contribution(List<Happening> events, double value) {

        public Happening first() {
            return events.getFirst();
        }

        public Happening last() {
            return events.getLast();
        }
    }

    /** An answer that can be explained. */
    public final class Answered<A> {

        private final Analysis<A> analysis;
        private final long position;
        private final long openUntil;
        public final A answer;
        public final JsonNode json;

        private Answered(Analysis<A> analysis, long position, long openUntil) {
            this.analysis = analysis;
            this.position = position;
            this.openUntil = openUntil;
            this.answer = with(asked -> analysis.answer(asked));
            this.json = JsonMapper.shared().valueToTree(answer);
        }

        private <T> T with(Function<Asked, T> question) {
            try (Query query = pool.begin()) {
                return question.apply(new Asked(
                        index.snapshot(position),
                        query,
                        new AsOf(position, null),
                        openUntil,
                        new CatalogueHistory().at(position),
                        "/"));
            }
        }

        public List<Contribution> explain(String pointer) {
            return with(asked -> {
                var figure = analysis.figure(asked, answer, FigurePath.parse(pointer));
                assertThat(figure).as("figure %s of %s", pointer, json).isPresent();
                var found = new ArrayList<Contribution>();
                asked.snapshot()
                        .scan(
                                asked.query(),
                                figure.get().by(),
                                figure.get().people(),
                                () -> new Collecting(figure.get()))
                        .forEach(part -> found.addAll(part.found));
                return found;
            });
        }

        /**
         * Pointers to all numbers of the answer.
         *
         * @param except those that explain themselves
         */
        public List<String> figures(String except) {
            var pointers = new ArrayList<String>();
            collect(json, "", pointers);
            var pattern = Pattern.compile(except);
            pointers.removeIf(pointer ->
                    pointer.startsWith("/asOf") || pattern.matcher(pointer).matches());
            return pointers;
        }

        private static void collect(JsonNode node, String pointer, List<String> pointers) {
            if (node.isNumber()) {
                pointers.add(pointer);
            } else if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    collect(node.get(i), pointer + "/" + i, pointers);
                }
            } else {
                node.properties().forEach(entry -> collect(entry.getValue(), pointer + "/" + entry.getKey(), pointers));
            }
        }
    }

    private final class Collecting implements Visitor, Evidence {

        private final List<Contribution> found = new ArrayList<>();
        private final Visitor visitor;

        Collecting(Figure figure) {
            visitor = figure.visitor().apply(this);
        }

        @Override
        public void person(Person person, Columns rows, int from, int to) {
            visitor.person(person, rows, from, to);
        }

        @Override
        public void add(Person person, Columns rows, int[] at, int count, double value) {
            var events = new ArrayList<Happening>();
            for (int i = 0; i < count; i++) {
                assertThat(i == 0 || at[i] > at[i - 1]).as("rows ascend").isTrue();
                events.add(happenings.get(rows.positions()[at[i]]));
            }
            found.add(new Contribution(events, value));
        }
    }

    /**
     * @param position as of which
     * @param openUntil milliseconds since 1970 at that position
     */
    public <Q, A> Answered<A> ask(AnalysisKind<Q, A> kind, Q request, long position, long openUntil) {
        var errors = new RequestErrors();
        var kept = JsonMapper.shared().readValue(JsonMapper.shared().writeValueAsString(request), kind.request());
        assertThat(kept).as("comes back from its own JSON").isEqualTo(request);
        var analysis = kind.read(
                kept, new Filters(List.of("campaign"), errors, identity -> true, personas.at(position)), errors);
        errors.throwIfAny(List.of("campaign"));
        return new Answered<>(analysis, position, openUntil);
    }

    /** Asks the index itself, as of its newest position. */
    public <T> T query(BiFunction<Snapshot, Query, T> question) {
        try (Query query = pool.begin()) {
            return question.apply(index.snapshot(), query);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
