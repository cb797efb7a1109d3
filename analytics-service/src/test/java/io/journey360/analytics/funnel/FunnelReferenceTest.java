package io.journey360.analytics.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.durations.Summary;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.QueryPool;
import io.journey360.events.IdentityGraph;
import io.journey360.events.Interacted;
import io.journey360.events.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine against the definition: every chain of every small random history is tried. Histories have equal times, several
 * identities a person, retractions, and are asked about as of the past too.
 */
class FunnelReferenceTest {

    private static final int PEOPLE = 250;
    private static final int FUNNELS = 60;

    private final QueryPool pool = new QueryPool(2, 1, Duration.ofSeconds(60));

    @AfterEach
    void close() {
        pool.close();
    }

    private record Happening(Interacted event, @Nullable String booking, long time, String action, long position) {}

    private record Retraction(long of, long position) {}

    private record Log(List<Happening> happenings, List<Retraction> retractions, long length) {}

    private record Expected(long[] counts, List<List<Long>> times, long open, Map<@Nullable String, Long> groups) {}

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyAnswerIsWhatTheDefinitionSays(long seed) {
        var random = new Random(seed);
        var log = randomLog(random);
        var index = index(log, random);
        for (int i = 0; i < FUNNELS; i++) {
            var funnel = randomFunnel(random);
            long position = random.nextInt(3) == 0 ? random.nextLong(log.length + 1) : log.length;
            long asOf = random.nextInt(30);
            FunnelResult answer;
            try (var query = pool.begin()) {
                answer = FunnelEngine.run(index.snapshot(position), query, funnel, asOf);
            }
            assertSame(funnel, answer, expected(log, funnel, position, asOf));
        }
    }

    private static void assertSame(Funnel funnel, FunnelResult answer, Expected expected) {
        for (int step = 0; step < funnel.steps().size(); step++) {
            var found = answer.steps().get(step);
            assertThat(found.count()).as("step %d of %s", step + 1, funnel).isEqualTo(expected.counts[step]);
            var times = expected.times.get(step);
            if (times.isEmpty()) {
                assertThat(found.timeFromPrevious()).isNull();
            } else {
                Summary summary = found.timeFromPrevious();
                assertThat(summary).isNotNull();
                assertThat(summary.mean())
                        .as("mean of step %d of %s", step + 1, funnel)
                        .isCloseTo(times.stream().mapToLong(t -> t).average().orElseThrow() / 1000, within(1e-9));
                assertThat(summary.p50()).isCloseTo(percentile(times, 0.5), within(1e-9));
                assertThat(summary.p90()).isCloseTo(percentile(times, 0.9), within(1e-9));
                assertThat(summary.p99()).isCloseTo(percentile(times, 0.99), within(1e-9));
            }
        }
        assertThat(answer.open()).as("open of %s", funnel).isEqualTo(expected.open);
        var groups = new HashMap<@Nullable String, Long>();
        answer.groups()
                .forEach(group -> groups.put(
                        group.value(), group.funnel().steps().getFirst().count()));
        assertThat(groups).isEqualTo(expected.groups);
    }

    private static double percentile(List<Long> times, double p) {
        var sorted = times.stream().sorted().toList();
        double rank = p * (sorted.size() - 1);
        int below = (int) rank;
        long low = sorted.get(below);
        long high = sorted.get(Math.min(below + 1, sorted.size() - 1));
        return (low + (high - low) * (rank - below)) / 1000;
    }

    private static Log randomLog(Random random) {
        var happenings = new ArrayList<Happening>();
        var retractions = new ArrayList<Retraction>();
        int span = 4 + random.nextInt(20);
        long position = 0;
        for (int i = 0; i < PEOPLE * 5; i++) {
            position++;
            if (random.nextInt(25) == 0 && !happenings.isEmpty()) {
                retractions.add(new Retraction(
                        happenings.get(random.nextInt(happenings.size())).position(), position));
                continue;
            }
            int person = random.nextInt(PEOPLE);
            boolean device = random.nextInt(5) == 0;
            boolean both = random.nextInt(12) == 0;
            var action = String.valueOf("ABCX".charAt(random.nextInt(4)));
            var booking = random.nextInt(3) == 0 ? null : "b" + random.nextInt(both ? PEOPLE : 3) + "-" + person / 2;
            long time = random.nextInt(span);
            var moment = new Moment(
                    device && !both ? null : Histories.key(person),
                    device || both ? Histories.key(10_000 + random.nextInt(PEOPLE)) : null,
                    Instant.ofEpochMilli(time),
                    "shop",
                    "id",
                    null,
                    random.nextInt(4) == 0 ? null : "c" + random.nextInt(3),
                    null,
                    null,
                    booking,
                    null,
                    Map.of());
            happenings.add(new Happening(new Interacted(moment, action), booking, time, action, position));
        }
        return new Log(happenings, retractions, position);
    }

    private static JourneyIndex index(Log log, Random random) {
        var index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
        var retractions = new HashMap<Long, Retraction>();
        log.retractions.forEach(r -> retractions.put(r.position, r));
        var events = new HashMap<Long, Happening>();
        log.happenings.forEach(h -> events.put(h.position, h));
        long loaded = random.nextLong(log.length);
        index.beginLoad();
        for (long position = 1; position <= log.length; position++) {
            if (position == loaded) {
                index.endLoad();
                index.publish(loaded - 1);
            }
            var happening = events.get(position);
            if (happening != null) {
                index.add(happening.event, "e" + position, position);
            } else {
                var of = events.get(retractions.get(position).of);
                index.retract("e" + of.position, of.event.moment().identity(), of.time, position);
            }
        }
        index.publish(log.length);
        return index;
    }

    private static Funnel randomFunnel(Random random) {
        var steps = new ArrayList<EventFilter>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            steps.add(randomStep(random));
        }
        var exclusions = new ArrayList<Funnel.Exclusion>();
        for (int i = 0; count > 1 && i < random.nextInt(6) - 2; i++) {
            int after = 1 + random.nextInt(count - 1);
            exclusions.add(new Funnel.Exclusion(randomStep(random), after, after + 1 + random.nextInt(count - after)));
        }
        boolean ranged = random.nextInt(3) == 0;
        return new Funnel(
                steps,
                random.nextInt(4) == 0 ? Funnel.Order.STRICT : Funnel.Order.SEQUENTIAL,
                1 + random.nextInt(25),
                Funnel.Unit.values()[random.nextInt(3)],
                random.nextInt(4) == 0
                        ? new EventFilter(Map.of(Dimension.CHANNEL, new Condition.NoneOf(Set.of("c1"))), Map.of())
                        : EventFilter.ALL,
                People.ALL,
                ranged ? random.nextInt(5) : Funnel.BEGINNING,
                ranged ? 5 + random.nextInt(10) : Funnel.END,
                exclusions,
                random.nextInt(4) == 0,
                random.nextInt(4) == 0 ? Dimension.CHANNEL : null);
    }

    private static EventFilter randomStep(Random random) {
        var actions = random.nextInt(5) == 0
                ? Set.<Object>of("A", "B")
                : Set.<Object>of("" + "ABCX".charAt(random.nextInt(4)));
        return new EventFilter(Map.of(Dimension.ACTION, new Condition.AnyOf(actions)), Map.of());
    }

    // What follows is the definition, word by word.

    private static Expected expected(Log log, Funnel funnel, long position, long asOf) {
        var counts = new long[funnel.steps().size()];
        var times = new ArrayList<List<Long>>();
        funnel.steps().forEach(step -> times.add(new ArrayList<>()));
        var groups = new HashMap<@Nullable String, Long>();
        long open = 0;
        for (var unit : units(log, funnel, position)) {
            var best = canonical(unit, funnel);
            for (int step = 0; step < best.size(); step++) {
                counts[step]++;
                if (step > 0) {
                    times.get(step).add(best.get(step).time - best.get(step - 1).time);
                }
            }
            if (!best.isEmpty() && best.size() < funnel.steps().size()) {
                boolean canGoOn = unit.stream()
                        .anyMatch(h -> matches(h, funnel.steps().getFirst())
                                && h.time >= funnel.from()
                                && h.time < funnel.to()
                                && asOf - h.time <= funnel.windowMillis());
                open += canGoOn ? 1 : 0;
            }
            if (!best.isEmpty() && funnel.breakdown() != null) {
                var first = unit.stream()
                        .filter(h -> h.time == best.getFirst().time
                                && matches(h, funnel.steps().getFirst()))
                        .findFirst()
                        .orElseThrow();
                groups.merge(first.event.moment().channel(), 1L, Long::sum);
            }
        }
        return new Expected(counts, times, open, groups);
    }

    private static Collection<List<Happening>> units(Log log, Funnel funnel, long position) {
        var graph = new IdentityGraph();
        log.happenings.stream().filter(h -> h.position <= position).forEach(h -> graph.apply(h.position, h.event));
        var units = new LinkedHashMap<Object, List<Happening>>();
        for (var happening : log.happenings) {
            boolean hidden =
                    log.retractions.stream().anyMatch(r -> r.of == happening.position && r.position <= position);
            if (happening.position > position || hidden || !matches(happening, funnel.filter())) {
                continue;
            }
            var person = graph.current().personOf(happening.event.moment().identity());
            Object unit = funnel.by() == Funnel.Unit.BOOKING ? happening.booking : person;
            if (unit != null) {
                units.computeIfAbsent(unit, u -> new ArrayList<>()).add(happening);
            }
        }
        units.values()
                .forEach(unit ->
                        unit.sort(Comparator.comparingLong(Happening::time).thenComparing(Happening::position)));
        if (funnel.by() != Funnel.Unit.ATTEMPT) {
            return units.values();
        }
        var attempts = new ArrayList<List<Happening>>();
        for (var unit : units.values()) {
            List<Happening> attempt = null;
            for (var happening : unit) {
                if (matches(happening, funnel.steps().getFirst())) {
                    attempt = new ArrayList<>();
                    attempts.add(attempt);
                }
                if (attempt != null) {
                    attempt.add(happening);
                }
            }
        }
        return attempts;
    }

    private static boolean matches(Happening happening, EventFilter filter) {
        var action = filter.dimensions().get(Dimension.ACTION);
        var channel = filter.dimensions().get(Dimension.CHANNEL);
        return (action == null || action.test(happening.action))
                && (channel == null || channel.test(happening.event.moment().channel()));
    }

    private static List<Happening> canonical(List<Happening> unit, Funnel funnel) {
        var best = new ArrayList<Happening>();
        extend(unit, funnel, new ArrayList<>(), best);
        return best;
    }

    private static void extend(List<Happening> unit, Funnel funnel, List<Happening> chain, List<Happening> best) {
        if (!chain.isEmpty() && valid(chain, unit, funnel) && better(chain, best)) {
            best.clear();
            best.addAll(chain);
        }
        if (chain.size() == funnel.steps().size()) {
            return;
        }
        for (var next : unit) {
            if (matches(next, funnel.steps().get(chain.size()))
                    && !chain.contains(next)
                    && (chain.isEmpty() || chain.getLast().time <= next.time)) {
                chain.add(next);
                extend(unit, funnel, chain, best);
                chain.removeLast();
            }
        }
    }

    private static boolean valid(List<Happening> chain, List<Happening> unit, Funnel funnel) {
        long start = chain.getFirst().time;
        if (start < funnel.from() || start >= funnel.to() || chain.getLast().time - start > funnel.windowMillis()) {
            return false;
        }
        if (funnel.order() == Funnel.Order.STRICT) {
            for (int i = 1; i < chain.size(); i++) {
                if (anyBetween(unit, chain.get(i - 1), chain.get(i), EventFilter.ALL)) {
                    return false;
                }
            }
        }
        for (var exclusion : funnel.exclusions()) {
            if (chain.size() >= exclusion.before()
                    && anyBetween(
                            unit,
                            chain.get(exclusion.after() - 1),
                            chain.get(exclusion.before() - 1),
                            exclusion.filter())) {
                return false;
            }
        }
        return !funnel.holdBooking()
                || chain.stream()
                                .map(Happening::booking)
                                .filter(booking -> booking != null)
                                .distinct()
                                .count()
                        <= 1;
    }

    private static boolean anyBetween(List<Happening> unit, Happening a, Happening b, EventFilter filter) {
        return unit.stream().anyMatch(h -> h.time > a.time && h.time < b.time && matches(h, filter));
    }

    private static boolean better(List<Happening> chain, List<Happening> best) {
        if (chain.size() != best.size()) {
            return chain.size() > best.size();
        }
        int last = chain.size() - 1;
        if (chain.get(last).time != best.get(last).time) {
            return chain.get(last).time < best.get(last).time;
        }
        if (chain.getFirst().time != best.getFirst().time) {
            return chain.getFirst().time > best.getFirst().time;
        }
        return Arrays.compare(
                        chain.stream().mapToLong(Happening::time).toArray(),
                        best.stream().mapToLong(Happening::time).toArray())
                < 0;
    }
}
