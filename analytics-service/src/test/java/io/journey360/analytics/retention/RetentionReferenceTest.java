package io.journey360.analytics.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.history.Asker;
import io.journey360.analytics.history.Asker.Contribution;
import io.journey360.analytics.history.Days;
import io.journey360.analytics.history.Happening;
import io.journey360.analytics.history.RandomFilter;
import io.journey360.analytics.history.RandomHistory;
import io.journey360.analytics.history.RandomRange;
import io.journey360.analytics.query.StepRequest;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against the definition, on random histories; every figure is recomputed from the events behind it too. */
class RetentionReferenceTest {

    private static final int QUESTIONS = 40;
    private static final List<String> EVENTS = List.of("discovered", "interacted", "booked", "reviewed");

    /** A person in a cohort, and when they came back at any time. */
    private record Member(LocalDate cohort, Happening start, Set<LocalDate> returns) {

        boolean retained(LocalDate day, boolean orAfter) {
            return returns.stream().anyMatch(back -> back.equals(day) || orAfter && back.isAfter(day));
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
                var days = days(request);
                var answered = asker.ask(new RetentionKind(), request, position, now);
                var members = members(history, request, days, position);

                assertSame(answered.json, members, request, days, now);
                if (request.breakdown() != null) {
                    var parts = answered.json.get("breakdown");
                    parts.forEach(part -> assertSame(
                            part,
                            members.stream()
                                    .filter(m -> RandomFilter.inPart(m.start, request.breakdown(), part, parts))
                                    .toList(),
                            request,
                            days,
                            now));
                }
                if (i % 8 == 0) {
                    for (var pointer : answered.figures(".*/(period|value)")) {
                        assertExplained(answered.json, pointer, answered.explain(pointer), request, days, now);
                    }
                }
            }
        }
    }

    private static Days days(RetentionRequest request) {
        return new Days(
                Objects.requireNonNullElse(request.interval(), "day"),
                ZoneId.of(Objects.requireNonNullElse(request.zone(), "UTC")));
    }

    private static LocalDate day(JsonNode cohort) {
        return OffsetDateTime.parse(cohort.get("start").asString()).toLocalDate();
    }

    private static void assertSame(
            JsonNode table, List<Member> members, RetentionRequest request, Days days, long now) {
        int size = 0;
        LocalDate previous = null;
        for (var cohort : table.get("cohorts")) {
            var day = day(cohort);
            var start = OffsetDateTime.parse(cohort.get("start").asString());
            assertThat(start.toInstant().toEpochMilli()).isEqualTo(days.begin(day));
            assertThat(start.getOffset()).isEqualTo(days.zone().getRules().getOffset(start.toInstant()));
            assertThat(previous == null || days.plus(previous, 1).equals(day)).isTrue();
            previous = day;
            var inCohort = members.stream().filter(m -> m.cohort.equals(day)).toList();
            size += inCohort.size();
            assertThat(cohort.get("size").asInt()).as("%s of %s", day, request).isEqualTo(inCohort.size());
            assertThat(cohort.get("complete").asBoolean()).isEqualTo(days.isOver(day, now));
            int period = 0;
            for (var figures : cohort.get("periods")) {
                var then = days.plus(day, period);
                long retained = period == 0
                        ? inCohort.size()
                        : inCohort.stream()
                                .filter(m -> m.retained(then, request.retained() != null))
                                .count();
                assertThat(figures.get("period").asInt()).isEqualTo(period);
                assertThat(figures.get("count").asLong())
                        .as("period %d of %s of %s", period, day, request)
                        .isEqualTo(retained);
                assertThat(figures.get("complete").asBoolean()).isEqualTo(days.isOver(then, now));
                assertRatio(figures, retained, inCohort.size());
                period++;
            }
            assertThat(period == request.periods() + 1 || days.begin(days.plus(day, period)) > now)
                    .as("periods that have begun are there")
                    .isTrue();
            assertThat(period == 1 || days.begin(days.plus(day, period - 1)) <= now)
                    .isTrue();
        }
        assertThat(size).as("everybody is in a cohort that is shown").isEqualTo(members.size());
        for (var overall : table.get("overall")) {
            int period = overall.get("period").asInt();
            var over = members.stream()
                    .filter(m -> days.isOver(days.plus(m.cohort, period), now))
                    .toList();
            long retained = over.stream()
                    .filter(m -> period == 0 || m.retained(days.plus(m.cohort, period), request.retained() != null))
                    .count();
            assertThat(overall.get("size").asInt()).isEqualTo(over.size());
            assertThat(overall.get("count").asLong()).isEqualTo(retained);
            assertRatio(overall, retained, over.size());
        }
    }

    private static void assertRatio(JsonNode figures, long count, int size) {
        assertThat(figures.has("ratio")).isEqualTo(size > 0);
        if (size > 0) {
            assertThat(figures.get("ratio").asDouble()).isEqualTo((double) count / size);
        }
    }

    private static void assertExplained(
            JsonNode answer,
            String pointer,
            List<Contribution> contributions,
            RetentionRequest request,
            Days days,
            long now) {
        int last = pointer.lastIndexOf('/');
        var owner = answer.at(pointer.substring(0, last));
        boolean size = pointer.endsWith("/size");
        assertThat(contributions)
                .as(pointer)
                .hasSize(owner.get(size ? "size" : "count").asInt());
        int period = owner.has("period") ? owner.get("period").asInt() : 0;
        boolean member = size || period == 0;
        var cohort =
                pointer.contains("/cohorts/") ? day(answer.at(pointer.replaceAll("(/cohorts/\\d+)/.*", "$1"))) : null;
        for (var contribution : contributions) {
            var day = days.of(contribution.first().time());
            assertThat(contribution.first().matches(request.start())).isTrue();
            assertThat(cohort == null ? days.isOver(days.plus(day, period), now) : cohort.equals(day))
                    .as("%s: %s", pointer, contribution)
                    .isTrue();
            if (!member) {
                var back = days.of(contribution.last().time());
                var then = days.plus(day, period);
                assertThat(contribution.last().matches(back(request))).isTrue();
                assertThat(back.equals(then) || request.retained() != null && back.isAfter(then))
                        .as("%s: %s", pointer, contribution)
                        .isTrue();
            }
        }
    }

    private static RetentionRequest request(Random random, RandomHistory history) {
        var range = RandomRange.of(random, history);
        return new RetentionRequest(
                RandomFilter.step(random, EVENTS),
                random.nextInt(3) == 0 ? null : RandomFilter.step(random, EVENTS),
                List.of("day", "week", "month").get(random.nextInt(3)),
                1 + random.nextInt(9),
                random.nextBoolean() ? "recurring" : null,
                random.nextBoolean() ? "on-or-after" : null,
                RandomFilter.breakdown(random),
                range.from(),
                range.to(),
                range.zone(),
                RandomFilter.of(random),
                null);
    }

    // What follows is the definition, word by word.

    private static List<Member> members(RandomHistory history, RetentionRequest request, Days days, long position) {
        var members = new ArrayList<Member>();
        for (var person : history.persons(position, request.filter())) {
            var events =
                    person.stream().filter(e -> e.matches(request.filter())).toList();
            var starts = events.stream().filter(e -> e.matches(request.start())).toList();
            if (request.cohorts() == null && !starts.isEmpty()) {
                starts = List.of(starts.getFirst());
            }
            var returns = new HashSet<LocalDate>();
            events.stream().filter(e -> e.matches(back(request))).forEach(e -> returns.add(days.of(e.time())));
            var cohorts = new HashSet<LocalDate>();
            for (var start : starts) {
                if (RandomRange.has(request.from(), request.to(), start) && cohorts.add(days.of(start.time()))) {
                    members.add(new Member(days.of(start.time()), start, returns));
                }
            }
        }
        return members;
    }

    private static StepRequest back(RetentionRequest request) {
        @Nullable StepRequest back = request.back();
        return back == null ? Objects.requireNonNull(request.start()) : back;
    }
}
