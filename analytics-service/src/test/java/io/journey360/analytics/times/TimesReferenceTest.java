package io.journey360.analytics.times;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.funnel.Funnel;
import io.journey360.analytics.funnel.FunnelEngine;
import io.journey360.analytics.history.Asker;
import io.journey360.analytics.history.Asker.Contribution;
import io.journey360.analytics.history.Happening;
import io.journey360.analytics.history.RandomFilter;
import io.journey360.analytics.history.RandomHistory;
import io.journey360.analytics.history.RandomRange;
import io.journey360.analytics.query.Filters;
import io.journey360.analytics.query.RequestErrors;
import io.journey360.analytics.query.StepRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against the definition, on random histories; every figure is recomputed from the events behind it too. */
class TimesReferenceTest {

    private static final int QUESTIONS = 100;
    private static final List<String> UNBOOKED = List.of("discovered", "interacted", "booked", "reviewed");
    private static final List<String> BOOKED = List.of("booked", "checked-in", "served", "reviewed");

    /** A counted start, and what ended it. */
    private record Start(Happening start, @Nullable Happening end, boolean open) {

        double seconds() {
            return (Objects.requireNonNull(end).time() - start.time()) / 1000.0;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyAnswerIsWhatTheDefinitionSays(long seed) {
        var random = new Random(seed);
        var history = new RandomHistory(random);
        try (var asker = new Asker(history, random)) {
            for (int i = 0; i < QUESTIONS; i++) {
                var request = request(random, history);
                long position = history.position(random);
                long now = history.moment(random);
                var answered = asker.ask(new TimesKind(), request, position, now);
                var starts = starts(history, request, position, now);

                assertSame(answered.json, starts, request.toString());
                if (request.breakdown() != null) {
                    var parts = answered.json.get("breakdown");
                    parts.forEach(part -> assertSame(
                            part,
                            starts.stream()
                                    .filter(start -> RandomFilter.inPart(start.start, request.breakdown(), part, parts))
                                    .toList(),
                            request.toString()));
                    int started = 0;
                    for (var part : parts) {
                        started += part.get("started").asInt();
                    }
                    assertThat(started).isEqualTo(starts.size());
                }
                if (i % 5 == 0) {
                    for (var pointer : answered.figures(".*/(from|to|value)")) {
                        assertExplained(pointer, answered.json.at(pointer), answered.explain(pointer));
                    }
                }
            }
        }
    }

    @Test
    void theFirstPairingIsTheFunnelOfTwoSteps() {
        var random = new Random(9);
        var history = new RandomHistory(random);
        try (var asker = new Asker(history, random)) {
            for (int i = 0; i < QUESTIONS; i++) {
                var times = request(random, history);
                var request = new TimesRequest(
                        times.start(),
                        times.end(),
                        times.window(),
                        times.by(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        times.filter(),
                        null);
                long now = history.moment(random);
                var found = asker.ask(new TimesKind(), request, history.length(), now);
                var errors = new RequestErrors();
                var question = new TimesReading(
                                request,
                                new Filters(
                                        List.of(),
                                        errors,
                                        identity -> true,
                                        history.personas().at(history.length())),
                                errors)
                        .read();
                var funnel = Funnel.of(List.of(question.start(), question.end()), question.window())
                        .by(request.by() == null ? Funnel.Unit.CUSTOMER : Funnel.Unit.BOOKING)
                        .only(question.filter())
                        .among(question.people());
                var steps = asker.query((snapshot, query) -> FunnelEngine.run(snapshot, query, funnel, now));

                assertThat(found.answer.started())
                        .isEqualTo(steps.steps().getFirst().count());
                assertThat(found.answer.n()).isEqualTo(steps.steps().getLast().count());
                assertThat(found.answer.open()).isEqualTo(steps.open());
                var seconds = steps.steps().getLast().timeFromPrevious();
                assertThat(found.answer.p50()).isEqualTo(seconds == null ? null : (Double) seconds.p50());
                assertThat(found.answer.mean()).isEqualTo(seconds == null ? null : (Double) seconds.mean());
            }
        }
    }

    private static void assertSame(JsonNode figures, List<Start> starts, String question) {
        var times = starts.stream()
                .filter(start -> start.end != null)
                .map(Start::seconds)
                .sorted()
                .toList();
        assertThat(figures.get("started").asInt()).as(question).isEqualTo(starts.size());
        assertThat(figures.get("n").asInt()).as(question).isEqualTo(times.size());
        assertThat(figures.get("notEnded").asInt()).isEqualTo(starts.size() - times.size());
        assertThat(figures.get("open").asLong())
                .as("open of %s", question)
                .isEqualTo(starts.stream().filter(Start::open).count());
        for (var name : List.of("min", "max", "mean", "p50", "p75", "p90", "p95", "p99")) {
            if (times.isEmpty()) {
                assertThat(figures.has(name)).isFalse();
            } else {
                assertThat(figures.get(name).asDouble())
                        .as("%s of %s", name, question)
                        .isCloseTo(summary(name, times), within(1e-6));
            }
        }
        if (!times.isEmpty()) {
            figures.get("histogram")
                    .forEach(bucket -> assertThat(bucket.get("count").asLong())
                            .isEqualTo(times.stream()
                                    .filter(time -> inBucket(bucket, time))
                                    .count()));
        }
    }

    private static boolean inBucket(JsonNode bucket, double seconds) {
        return seconds >= bucket.get("from").asLong()
                && (!bucket.has("to") || seconds < bucket.get("to").asLong());
    }

    private static double summary(String name, List<Double> sorted) {
        return switch (name) {
            case "min" -> sorted.getFirst();
            case "max" -> sorted.getLast();
            case "mean" -> sorted.stream().mapToDouble(t -> t).average().orElseThrow();
            default -> {
                double rank = Integer.parseInt(name.substring(1)) / 100.0 * (sorted.size() - 1);
                double low = sorted.get((int) rank);
                double high = sorted.get(Math.min((int) rank + 1, sorted.size() - 1));
                yield low + (high - low) * (rank - (int) rank);
            }
        };
    }

    private static void assertExplained(String pointer, JsonNode figure, List<Contribution> contributions) {
        var name = pointer.substring(pointer.lastIndexOf('/') + 1);
        switch (name) {
            case "started", "n", "notEnded", "open", "count" ->
                assertThat(contributions).as(pointer).hasSize(figure.asInt());
            default -> {
                var times = contributions.stream()
                        .map(c -> (c.last().time() - c.first().time()) / 1000.0)
                        .sorted()
                        .toList();
                assertThat(summary(name, times)).as(pointer).isCloseTo(figure.asDouble(), within(1e-6));
            }
        }
        if (!Set.of("started", "notEnded", "open").contains(name)) {
            assertThat(contributions)
                    .allSatisfy(c -> assertThat((c.last().time() - c.first().time()) / 1000.0)
                            .isEqualTo(c.value()));
        }
    }

    static TimesRequest request(Random random, RandomHistory history) {
        boolean booking = random.nextInt(4) == 0;
        var range = RandomRange.of(random, history);
        var start = RandomFilter.step(random, booking ? BOOKED : UNBOOKED);
        var end = random.nextInt(3) == 0
                ? new StepRequest(start.event(), null) // every start is an end too
                : RandomFilter.step(random, booking ? BOOKED : UNBOOKED);
        return new TimesRequest(
                start,
                end,
                Duration.ofMillis(Math.max(1, random.nextInt(12) * history.tick() + random.nextInt(-1, 2)))
                        .toString(),
                booking ? "booking" : null,
                random.nextBoolean() ? "each" : null,
                RandomFilter.breakdown(random),
                range.from(),
                range.to(),
                null,
                booking ? RandomFilter.ofEvents(random) : RandomFilter.of(random),
                null);
    }

    // What follows is the definition, word by word.

    private static List<Start> starts(RandomHistory history, TimesRequest request, long position, long now) {
        var filter = request.filter();
        Collection<List<Happening>> units =
                request.by() == null ? history.persons(position, filter) : history.bookings(position);
        var starts = new ArrayList<Start>();
        for (var unit : units) {
            var events = unit.stream().filter(e -> e.matches(filter)).toList();
            starts.addAll(request.pairing() == null ? first(events, request, now) : each(events, request, now));
        }
        return starts;
    }

    private static List<Start> first(List<Happening> unit, TimesRequest request, long now) {
        long window = Duration.parse(request.window()).toMillis();
        var starts = unit.stream()
                .filter(e -> e.matches(request.start()) && RandomRange.has(request.from(), request.to(), e))
                .toList();
        if (starts.isEmpty()) {
            return List.of();
        }
        Start best = null;
        for (var start : starts) {
            for (var end : unit) {
                if (end != start
                        && end.matches(request.end())
                        && end.time() >= start.time()
                        && end.time() - start.time() <= window
                        && (best == null
                                || end.time() < best.end.time()
                                || end.time() == best.end.time() && unit.indexOf(start) > unit.indexOf(best.start))) {
                    best = new Start(start, end, false);
                }
            }
        }
        return List.of(
                best != null
                        ? best
                        : new Start(starts.getFirst(), null, starts.stream().anyMatch(s -> s.time() + window >= now)));
    }

    private static List<Start> each(List<Happening> unit, TimesRequest request, long now) {
        long window = Duration.parse(request.window()).toMillis();
        var allStarts = unit.stream().filter(e -> e.matches(request.start())).toList();
        var result = new ArrayList<Start>();
        for (var start : allStarts) {
            var end = unit.stream()
                    .filter(e -> e.matches(request.end()) && startOf(e, unit, allStarts) == start)
                    .min(Comparator.comparingLong(Happening::time).thenComparing(unit::indexOf))
                    .filter(e -> e.time() - start.time() <= window)
                    .orElse(null);
            if (RandomRange.has(request.from(), request.to(), start)) {
                result.add(new Start(
                        start, end, end == null && start == allStarts.getLast() && start.time() + window >= now));
            }
        }
        return result;
    }

    private static @Nullable Happening startOf(Happening end, List<Happening> unit, List<Happening> allStarts) {
        return allStarts.stream()
                .filter(s -> allStarts.contains(end) ? unit.indexOf(s) < unit.indexOf(end) : s.time() <= end.time())
                .reduce((a, b) -> b)
                .orElse(null);
    }
}
