package io.journey360.analytics.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.history.Asker;
import io.journey360.analytics.history.Happening;
import io.journey360.analytics.history.RandomFilter;
import io.journey360.analytics.history.RandomHistory;
import io.journey360.analytics.history.RandomRange;
import io.journey360.events.Reviewed;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against the definition, on random histories; every figure is recomputed from the events behind it too. */
class TrendsReferenceTest {

    private static final int QUESTIONS = 50;

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
                var answered = asker.ask(new TrendsKind(), request, position, now);
                var people = people(history, request, position);

                assertSame(answered.json, occurrences(people, request, e -> true), request, now);
                if (request.breakdown() != null) {
                    var parts = answered.json.get("breakdown");
                    var sessions = occurrences(people, request, e -> true);
                    parts.forEach(part -> {
                        Predicate<Happening> inPart =
                                e -> RandomFilter.inPart(e, Objects.requireNonNull(request.breakdown()), part, parts);
                        assertSame(
                                part,
                                "sessions".equals(request.measure())
                                        ? sessions.stream()
                                                .filter(s -> inPart.test(s.events.getFirst()))
                                                .toList()
                                        : occurrences(people, request, inPart),
                                request,
                                now);
                    });
                }
                if (i % 8 == 0) {
                    for (var pointer : answered.figures(".*/value")) {
                        assertExplained(answered.json, pointer, answered.explain(pointer), request);
                    }
                }
            }
        }
    }

    /** Something counted: an event, a person's events of one interval, a session. */
    private record Occurrence(int person, ZonedDateTime interval, List<Happening> events) {}

    private static void assertSame(JsonNode series, List<Occurrence> occurrences, TrendsRequest request, long now) {
        boolean people = "people".equals(request.measure());
        assertFigures(
                series.get("total"),
                occurrences,
                people ? occurrences.stream().map(Occurrence::person).distinct().count() : occurrences.size(),
                request);
        ZonedDateTime expected = null;
        int shown = 0;
        for (var point : series.get("points")) {
            var start = OffsetDateTime.parse(point.get("start").asString());
            assertThat(expected == null || expected.toOffsetDateTime().equals(start))
                    .as("%s after %s in %s", start, expected, request)
                    .isTrue();
            var interval = interval(start.toInstant().toEpochMilli(), request);
            assertThat(interval.toOffsetDateTime()).isEqualTo(start);
            expected = next(interval, request);
            assertThat(point.get("complete").asBoolean())
                    .isEqualTo(expected.toInstant().toEpochMilli() <= now);
            var inside = occurrences.stream()
                    .filter(o -> o.interval.toInstant().equals(interval.toInstant()))
                    .toList();
            assertFigures(point, inside, inside.size(), request);
            shown += inside.size();
        }
        assertThat(shown).isEqualTo(occurrences.size());
    }

    private static void assertFigures(
            JsonNode figures, List<Occurrence> occurrences, long count, TrendsRequest request) {
        assertThat(figures.get("count").asLong()).as(request.toString()).isEqualTo(count);
        boolean value = "value".equals(request.measure());
        assertThat(figures.has("amounts")).isEqualTo(value || "score".equals(request.measure()));
        if (figures.has("amounts")) {
            var amounts = new TreeMap<String, List<BigDecimal>>();
            occurrences.forEach(o -> amounts.computeIfAbsent(
                            Objects.requireNonNull(name(o.events.getFirst(), request)), name -> new ArrayList<>())
                    .add(amount(o.events.getFirst(), request)));
            assertThat(figures.get("amounts")).hasSize(amounts.size());
            int at = 0;
            for (var name : amounts.keySet()) {
                var found = figures.get("amounts").get(at++);
                var sum = amounts.get(name).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(found.get(value ? "currency" : "survey").asString()).isEqualTo(name);
                assertThat(found.get("n").asInt()).isEqualTo(amounts.get(name).size());
                assertThat(found.get("mean").asDouble())
                        .isCloseTo(sum.doubleValue() / amounts.get(name).size(), within(1e-9));
                assertThat(found.has("sum")).isEqualTo(value);
                if (value) {
                    assertThat(found.get("sum").decimalValue()).isEqualByComparingTo(sum);
                }
            }
        }
    }

    private static void assertExplained(
            JsonNode answer, String pointer, List<Asker.Contribution> contributions, TrendsRequest request) {
        var owner = answer.at(pointer.substring(0, pointer.lastIndexOf('/')));
        var listed =
                contributions.stream().map(c -> amount(c.first(), request)).reduce(BigDecimal.ZERO, BigDecimal::add);
        switch (pointer.substring(pointer.lastIndexOf('/') + 1)) {
            case "sum" ->
                assertThat(listed).isEqualByComparingTo(owner.get("sum").decimalValue());
            case "mean" ->
                assertThat(listed.doubleValue() / contributions.size())
                        .isCloseTo(owner.get("mean").asDouble(), within(1e-9));
            default ->
                assertThat(contributions).as(pointer).hasSize(answer.at(pointer).asInt());
        }
        if (pointer.contains("/points/")) {
            var start = answer.at(pointer.replaceAll("(/points/\\d+)/.*", "$1")).get("start");
            assertThat(contributions)
                    .allSatisfy(c -> assertThat(interval(c.first().time(), request)
                                    .toOffsetDateTime()
                                    .toString())
                            .isEqualTo(OffsetDateTime.parse(start.asString()).toString()));
        }
        if (pointer.contains("/amounts/")) {
            assertThat(contributions).allSatisfy(c -> {
                assertThat(c.events()).hasSize(1);
                assertThat(c.value()).isEqualTo(amount(c.first(), request).doubleValue());
                assertThat(name(c.first(), request))
                        .isEqualTo(
                                owner.has("currency")
                                        ? owner.get("currency").asString()
                                        : owner.get("survey").asString());
            });
        }
    }

    // What follows is the definition, word by word.

    private static List<List<Happening>> people(RandomHistory history, TrendsRequest request, long position) {
        return history.persons(position, request.filter()).stream()
                .map(person -> person.stream()
                        .filter(e -> e.matches(request.filter()) && RandomRange.has(request.from(), request.to(), e))
                        .toList())
                .toList();
    }

    private static List<Occurrence> occurrences(
            List<List<Happening>> people, TrendsRequest request, Predicate<Happening> part) {
        var occurrences = new ArrayList<Occurrence>();
        for (int person = 0; person < people.size(); person++) {
            var events = people.get(person).stream().filter(part).toList();
            switch (Objects.requireNonNullElse(request.measure(), "events")) {
                case "people" -> {
                    var intervals = new TreeMap<Instant, List<Happening>>();
                    events.forEach(e -> intervals
                            .computeIfAbsent(interval(e.time(), request).toInstant(), i -> new ArrayList<>())
                            .add(e));
                    for (var active : intervals.values()) {
                        occurrences.add(new Occurrence(
                                person, interval(active.getFirst().time(), request), active));
                    }
                }
                case "sessions" -> {
                    long gap = Duration.parse(Objects.requireNonNullElse(request.gap(), "PT30M"))
                            .toMillis();
                    var session = new ArrayList<Happening>();
                    for (var event : events) {
                        if (!session.isEmpty()
                                && event.time() - session.getLast().time() > gap) {
                            occurrences.add(new Occurrence(
                                    person, interval(session.getFirst().time(), request), List.copyOf(session)));
                            session.clear();
                        }
                        session.add(event);
                    }
                    if (!session.isEmpty()) {
                        occurrences.add(new Occurrence(
                                person, interval(session.getFirst().time(), request), session));
                    }
                }
                default -> {
                    for (var event : events) {
                        if (request.measure() == null || name(event, request) != null) {
                            occurrences.add(new Occurrence(person, interval(event.time(), request), List.of(event)));
                        }
                    }
                }
            }
        }
        return occurrences;
    }

    private static @Nullable String name(Happening event, TrendsRequest request) {
        var money = event.event().moment().value();
        if ("value".equals(request.measure())) {
            return money == null ? null : money.currency();
        }
        return event.event() instanceof Reviewed review ? review.survey() : null;
    }

    private static BigDecimal amount(Happening event, TrendsRequest request) {
        var money = event.event().moment().value();
        if ("value".equals(request.measure())) {
            return money == null ? BigDecimal.ZERO : money.amount();
        }
        return event.event() instanceof Reviewed review ? BigDecimal.valueOf(review.score()) : BigDecimal.ZERO;
    }

    private static ZonedDateTime interval(long millis, TrendsRequest request) {
        var zone = ZoneId.of(Objects.requireNonNullElse(request.zone(), "UTC"));
        var time = Instant.ofEpochMilli(millis).atZone(zone);
        var date = time.toLocalDate();
        return switch (Objects.requireNonNullElse(request.interval(), "day")) {
            case "hour" -> time.truncatedTo(ChronoUnit.HOURS);
            case "day" -> date.atStartOfDay(zone);
            case "week" ->
                date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).atStartOfDay(zone);
            case "month" -> date.withDayOfMonth(1).atStartOfDay(zone);
            case "quarter" ->
                date.withDayOfMonth(1)
                        .minusMonths((date.getMonthValue() - 1) % 3)
                        .atStartOfDay(zone);
            default -> date.withDayOfYear(1).atStartOfDay(zone);
        };
    }

    private static ZonedDateTime next(ZonedDateTime interval, TrendsRequest request) {
        return switch (Objects.requireNonNullElse(request.interval(), "day")) {
            case "hour" -> interval.plusHours(1);
            case "day" -> interval.plusDays(1);
            case "week" -> interval.plusWeeks(1);
            case "month" -> interval.plusMonths(1);
            case "quarter" -> interval.plusMonths(3);
            default -> interval.plusYears(1);
        };
    }

    private static TrendsRequest request(Random random, RandomHistory history) {
        var range = RandomRange.of(random, history);
        return new TrendsRequest(
                random.nextInt(5) == 0
                        ? null
                        : List.of("people", "sessions", "value", "score").get(random.nextInt(4)),
                List.of("hour", "day", "day", "week", "month", "quarter", "year")
                        .get(random.nextInt(7)),
                random.nextBoolean() ? "PT12H" : null,
                random.nextBoolean() ? null : RandomFilter.breakdown(random),
                range.from(),
                range.to(),
                range.zone(),
                RandomFilter.of(random),
                null);
    }
}
