package io.journey360.analytics.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

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
class LifecycleReferenceTest {

    private static final int QUESTIONS = 40;
    private static final List<String> STATUSES = List.of("new", "returning", "resurrecting", "dormant");

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
                var days = new Days(
                        Objects.requireNonNullElse(request.interval(), "day"),
                        ZoneId.of(Objects.requireNonNullElse(request.zone(), "UTC")));
                var answered = asker.ask(new LifecycleKind(), request, position, now);

                assertSame(
                        answered.json.get("points"),
                        active(history, request, days, position, e -> true),
                        request,
                        days,
                        now);
                assertConserved(answered.json.get("points"));
                if (request.breakdown() != null) {
                    var parts = answered.json.get("breakdown");
                    parts.forEach(part -> assertSame(
                            part.get("points"),
                            active(
                                    history,
                                    request,
                                    days,
                                    position,
                                    e -> RandomFilter.inPart(e, request.breakdown(), part, parts)),
                            request,
                            days,
                            now));
                }
                if (i % 8 == 0) {
                    for (var pointer : answered.figures(".*/value")) {
                        var contributions = answered.explain(pointer);
                        assertThat(contributions)
                                .as(pointer)
                                .hasSize(answered.json.at(pointer).asInt());
                        var day = day(answered.json.at(pointer.substring(0, pointer.lastIndexOf('/'))));
                        var before = days.plus(day, -1);
                        assertThat(contributions).as(pointer).allSatisfy(c -> {
                            var listed = c.events().stream()
                                    .map(e -> days.of(e.time()))
                                    .toList();
                            switch (pointer.substring(pointer.lastIndexOf('/') + 1)) {
                                case "new" -> assertThat(listed).containsExactly(day);
                                case "returning" -> assertThat(listed).containsExactly(before, day);
                                case "dormant" -> assertThat(listed).containsExactly(before);
                                default -> {
                                    assertThat(listed).hasSize(2).last().isEqualTo(day);
                                    assertThat(listed.getFirst()).isBefore(before);
                                }
                            }
                        });
                    }
                }
            }
        }
    }

    private static LocalDate day(JsonNode point) {
        return OffsetDateTime.parse(point.get("start").asString()).toLocalDate();
    }

    private static void assertSame(
            JsonNode points, List<TreeSet<LocalDate>> people, LifecycleRequest request, Days days, long now) {
        LocalDate previous = null;
        for (var point : points) {
            var day = day(point);
            assertThat(previous == null || days.plus(previous, 1).equals(day)).isTrue();
            previous = day;
            assertThat(point.get("complete").asBoolean()).isEqualTo(days.isOver(day, now));
            for (var status : STATUSES) {
                assertThat(point.get(status).asLong())
                        .as("%s on %s of %s", status, day, request)
                        .isEqualTo(people.stream()
                                .filter(active -> is(status, active, day, days.plus(day, -1)))
                                .count());
            }
        }
        var shown = new TreeSet<LocalDate>();
        points.forEach(point -> shown.add(day(point)));
        boolean anybody = people.stream().anyMatch(active -> !active.isEmpty());
        if (request.from() == null && anybody) {
            var first = people.stream()
                    .filter(a -> !a.isEmpty())
                    .map(TreeSet::first)
                    .min(LocalDate::compareTo);
            var last =
                    people.stream().filter(a -> !a.isEmpty()).map(TreeSet::last).max(LocalDate::compareTo);
            assertThat(shown).contains(first.orElseThrow(), last.orElseThrow());
            var after = days.plus(last.orElseThrow(), 1);
            assertThat(days.begin(after) > now || shown.contains(after))
                    .as("who fell dormant last shows")
                    .isTrue();
        } else if (request.from() != null) {
            long from = Instant.parse(request.from()).toEpochMilli();
            long to = Instant.parse(Objects.requireNonNull(request.to())).toEpochMilli();
            for (var day = days.of(from); days.begin(day) < to; day = days.plus(day, 1)) {
                assertThat(days.begin(day) > now || shown.contains(day))
                        .as("%s shows in %s", day, request)
                        .isTrue();
            }
            assertThat(shown).allSatisfy(day -> {
                assertThat(days.begin(day)).isLessThan(to);
                assertThat(days.begin(days.plus(day, 1))).isGreaterThan(from);
            });
        }
    }

    private static boolean is(String status, TreeSet<LocalDate> active, LocalDate day, LocalDate before) {
        boolean now = active.contains(day);
        boolean then = active.contains(before);
        boolean ever = !active.headSet(day).isEmpty();
        return switch (status) {
            case "new" -> now && !ever;
            case "returning" -> now && then;
            case "resurrecting" -> now && !then && ever;
            default -> !now && then;
        };
    }

    /** The active of one interval are the returning and the dormant of the next. */
    private static void assertConserved(JsonNode points) {
        for (int i = 1; i < points.size(); i++) {
            var before = points.get(i - 1);
            assertThat(points.get(i).get("returning").asInt()
                            + points.get(i).get("dormant").asInt())
                    .isEqualTo(before.get("new").asInt()
                            + before.get("returning").asInt()
                            + before.get("resurrecting").asInt());
        }
    }

    private static List<TreeSet<LocalDate>> active(
            RandomHistory history, LifecycleRequest request, Days days, long position, Predicate<Happening> part) {
        var people = new ArrayList<TreeSet<LocalDate>>();
        for (var person : history.persons(position, request.filter())) {
            var active = new TreeSet<LocalDate>();
            person.stream()
                    .filter(e -> e.matches(request.filter()) && part.test(e))
                    .forEach(e -> active.add(days.of(e.time())));
            people.add(active);
        }
        return people;
    }

    private static LifecycleRequest request(Random random, RandomHistory history) {
        var range = RandomRange.of(random, history);
        return new LifecycleRequest(
                List.of("day", "week", "month").get(random.nextInt(3)),
                RandomFilter.breakdown(random),
                range.from(),
                range.to(),
                range.zone(),
                RandomFilter.of(random),
                null);
    }
}
