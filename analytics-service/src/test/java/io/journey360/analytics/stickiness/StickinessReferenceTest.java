package io.journey360.analytics.stickiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.history.Asker;
import io.journey360.analytics.history.Days;
import io.journey360.analytics.history.Happening;
import io.journey360.analytics.history.RandomFilter;
import io.journey360.analytics.history.RandomHistory;
import io.journey360.analytics.history.RandomRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against the definition, on random histories; every figure is recomputed from the events behind it too. */
class StickinessReferenceTest {

    private static final int QUESTIONS = 40;

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
                var zone = ZoneId.of(Objects.requireNonNullElse(request.zone(), "UTC"));
                var days = new Days(Objects.requireNonNull(request.interval()), zone);
                var answered = asker.ask(new StickinessKind(), request, position, now);
                var people = active(history, request, days, position, e -> true);
                var covered = covered(people, request, days, now);

                assertThat(answered.json.get("intervals").asInt())
                        .as(request.toString())
                        .isEqualTo(covered.size());
                assertSame(answered.json, people, covered, request, now, zone);
                if (request.breakdown() != null) {
                    var parts = answered.json.get("breakdown");
                    parts.forEach(part -> assertSame(
                            part,
                            active(
                                    history,
                                    request,
                                    days,
                                    position,
                                    e -> RandomFilter.inPart(e, request.breakdown(), part, parts)),
                            covered,
                            request,
                            now,
                            zone));
                }
                if (i % 4 == 0) {
                    for (var pointer : answered.figures(".*/(value|intervals)|/intervals")) {
                        assertExplained(answered.json, pointer, answered.explain(pointer), days);
                    }
                }
            }
        }
    }

    private static void assertSame(
            JsonNode answer,
            List<TreeSet<LocalDate>> people,
            TreeSet<LocalDate> covered,
            StickinessRequest request,
            long now,
            ZoneId zone) {
        assertFigures(answer, people, covered.size());
        assertThat(answer.has("spans")).isEqualTo(request.per() != null);
        if (request.per() == null) {
            return;
        }
        var per = new Days(request.per(), zone);
        var left = new TreeSet<>(covered);
        for (var span : answer.get("spans")) {
            var start = OffsetDateTime.parse(span.get("start").asString()).toLocalDate();
            Predicate<LocalDate> inside = day -> !day.isBefore(start) && day.isBefore(per.plus(start, 1));
            assertThat(span.get("complete").asBoolean()).isEqualTo(per.isOver(start, now));
            assertFigures(
                    span,
                    people.stream()
                            .map(active -> {
                                var within = new TreeSet<>(active);
                                within.removeIf(inside.negate());
                                return within;
                            })
                            .toList(),
                    (int) covered.stream().filter(inside).count());
            left.removeIf(inside);
        }
        assertThat(left).isEmpty();
    }

    private static void assertFigures(JsonNode figures, List<TreeSet<LocalDate>> people, int intervals) {
        var counts =
                people.stream().map(TreeSet::size).filter(n -> n > 0).sorted().toList();
        assertThat(figures.get("people").asInt()).isEqualTo(counts.size());
        assertThat(figures.get("intervals").asInt()).isEqualTo(intervals);
        assertThat(figures.has("mean")).isEqualTo(!counts.isEmpty());
        if (!counts.isEmpty()) {
            double mean = counts.stream().mapToInt(n -> n).average().orElseThrow();
            assertThat(figures.get("mean").asDouble()).isCloseTo(mean, within(1e-12));
            assertThat(figures.get("ratio").asDouble()).isCloseTo(mean / intervals, within(1e-12));
        }
        assertThat(figures.get("histogram")).hasSize(counts.isEmpty() ? 0 : counts.getLast());
        int expected = 1;
        for (var bar : figures.get("histogram")) {
            int n = expected++;
            assertThat(bar.get("intervals").asInt()).isEqualTo(n);
            assertThat(bar.get("people").asLong())
                    .isEqualTo(counts.stream().filter(count -> count == n).count());
            assertThat(bar.get("atLeast").asLong())
                    .isEqualTo(counts.stream().filter(count -> count >= n).count());
        }
    }

    private static void assertExplained(
            JsonNode answer, String pointer, List<Asker.Contribution> contributions, Days days) {
        int last = pointer.lastIndexOf('/');
        var owner = answer.at(pointer.substring(0, last));
        for (var contribution : contributions) {
            var listed = new TreeSet<LocalDate>();
            contribution.events().forEach(e -> listed.add(days.of(e.time())));
            assertThat((double) listed.size()).isEqualTo(contribution.value());
            assertThat(contribution.events()).hasSize(listed.size());
        }
        double mean = contributions.stream()
                .mapToDouble(Asker.Contribution::value)
                .average()
                .orElse(0);
        switch (pointer.substring(last + 1)) {
            case "mean" -> assertThat(mean).isCloseTo(owner.get("mean").asDouble(), within(1e-9));
            case "ratio" ->
                assertThat(mean / owner.get("intervals").asInt())
                        .isCloseTo(owner.get("ratio").asDouble(), within(1e-9));
            default ->
                assertThat(contributions).as(pointer).hasSize(answer.at(pointer).asInt());
        }
        if (pointer.contains("/histogram/")) {
            int intervals = owner.get("intervals").asInt();
            assertThat(contributions).allSatisfy(c -> assertThat(c.value()).isGreaterThanOrEqualTo(intervals));
            if (pointer.endsWith("/people")) {
                assertThat(contributions).allSatisfy(c -> assertThat(c.value()).isEqualTo(intervals));
            }
        }
    }

    private static TreeSet<LocalDate> covered(
            List<TreeSet<LocalDate>> people, StickinessRequest request, Days days, long now) {
        var covered = new TreeSet<LocalDate>();
        var active = new TreeSet<LocalDate>();
        people.forEach(active::addAll);
        if (request.from() == null && active.isEmpty()) {
            return covered;
        }
        if (request.from() == null) {
            for (var day = active.first(); !day.isAfter(active.last()); day = days.plus(day, 1)) {
                covered.add(day);
            }
            return covered;
        }
        long from = Instant.parse(request.from()).toEpochMilli();
        long to = Instant.parse(Objects.requireNonNull(request.to())).toEpochMilli();
        for (var day = days.of(from); days.begin(day) < to; day = days.plus(day, 1)) {
            if (days.begin(day) <= now || !active.isEmpty() && !day.isAfter(active.last())) {
                covered.add(day);
            }
        }
        return covered;
    }

    private static List<TreeSet<LocalDate>> active(
            RandomHistory history, StickinessRequest request, Days days, long position, Predicate<Happening> part) {
        var people = new ArrayList<TreeSet<LocalDate>>();
        for (var person : history.persons(position, request.filter())) {
            var active = new TreeSet<LocalDate>();
            person.stream()
                    .filter(e -> e.matches(request.filter())
                            && part.test(e)
                            && RandomRange.has(request.from(), request.to(), e))
                    .forEach(e -> active.add(days.of(e.time())));
            people.add(active);
        }
        return people;
    }

    private static StickinessRequest request(Random random, RandomHistory history) {
        var range = RandomRange.of(random, history);
        var interval = List.of("day", "week", "month").get(random.nextInt(3));
        return new StickinessRequest(
                interval,
                interval.equals("day") && random.nextBoolean()
                        ? List.of("week", "month").get(random.nextInt(2))
                        : null,
                RandomFilter.breakdown(random),
                range.from(),
                range.to(),
                range.zone(),
                RandomFilter.of(random),
                null);
    }
}
