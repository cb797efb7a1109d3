package io.journey360.analytics.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.asof.AsOf;
import io.journey360.analytics.catalogue.JourneyMap;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.QueryPool;
import io.journey360.events.Booked;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.Moment;
import io.journey360.events.Served;
import io.journey360.events.Slot;
import io.journey360.events.StageEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares every figure with what a plain reading of the definitions finds, on random histories. */
class ConformanceReferenceTest {

    private static final int PEOPLE = 60;
    private static final int EVENTS = 700;
    private static final long SILENCE = 20;
    private static final long NOW = 130;

    private record Told(long position, JourneyEvent event) {

        long time() {
            return event.moment().occurredAt().toEpochMilli();
        }
    }

    private record Naive(
            IdentityKey person, List<Told> events, List<Told> staged, NaiveAlignment alignment, boolean ended) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyFigureIsWhatTheDefinitionsSay(long seed) {
        var random = new Random(seed);
        var log = new ArrayList<Told>();
        var index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
        for (long position = 1; position <= EVENTS; position++) {
            var event = event(random);
            log.add(new Told(position, event));
            index.add(event, "event-" + position, position);
        }
        index.publish(EVENTS);
        for (int round = 0; round < 12; round++) {
            var map = map(random);
            long asOf = random.nextInt(4) == 0 ? 1 + random.nextInt(EVENTS) : EVENTS;
            var question = new Conformance(
                    "map",
                    null,
                    random.nextBoolean() ? Conformance.Unit.JOURNEY : Conformance.Unit.CUSTOMER,
                    random.nextInt(3) == 0 ? notOnWeb() : EventFilter.ALL,
                    random.nextInt(4) == 0 ? People.ALL.without(Set.of(key(1), key(2), key(3))) : People.ALL,
                    random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(60),
                    random.nextBoolean() ? Long.MAX_VALUE : 60 + random.nextInt(60),
                    Duration.ofMillis(SILENCE));
            var known = log.stream().filter(told -> told.position() <= asOf).toList();
            compare(answer(index, asOf, question, map), question, map, journeys(known, question, map));
        }
    }

    private static ConformanceAnswer answer(JourneyIndex index, long asOf, Conformance question, JourneyMap map) {
        var snapshot = index.snapshot(asOf);
        try (var pool = new QueryPool(2, 1, Duration.ofSeconds(20));
                var query = pool.begin()) {
            return ConformanceEngine.run(
                    snapshot, query, question, MapModel.of(map, snapshot), NOW, new AsOf(asOf, null), "");
        }
    }

    private static void compare(ConformanceAnswer answer, Conformance question, JourneyMap map, List<Naive> all) {
        var on = all.stream().filter(journey -> !journey.staged.isEmpty()).toList();
        assertThat(answer.outside()).isEqualTo(all.size() - on.size());
        assertThat(answer.journeys()).isEqualTo(on.size());
        assertThat(answer.people()).isEqualTo(people(on));
        assertThat(answer.open())
                .isEqualTo(on.stream().filter(journey -> !journey.ended).count());

        var units = new HashMap<Object, double[]>();
        for (var journey : on) {
            Object unit = question.by() == Conformance.Unit.JOURNEY ? journey : journey.person;
            var sums = units.computeIfAbsent(unit, u -> new double[2]);
            sums[0] += journey.alignment.cost;
            sums[1] += journey.alignment.worst;
        }
        var fitness = units.values().stream()
                .mapToDouble(sums -> 1 - sums[0] / sums[1])
                .sorted()
                .toArray();
        long conforming = units.values().stream().filter(sums -> sums[0] == 0).count();
        assertThat(answer.conforming()).isEqualTo(conforming);
        if (on.isEmpty()) {
            assertThat(answer.fitness()).isNull();
            assertThat(answer.distribution()).isNull();
            return;
        }
        double cost = on.stream().mapToInt(journey -> journey.alignment.cost).sum();
        double worst = on.stream().mapToInt(journey -> journey.alignment.worst).sum();
        assertThat(answer.fitness()).isCloseTo(1 - cost / worst, within(1e-12));
        assertThat(answer.conformingShare()).isEqualTo((double) conforming / units.size());
        assertThat(answer.distribution().mean())
                .isCloseTo(Arrays.stream(fitness).average().orElseThrow(), within(1e-12));
        assertThat(answer.distribution().p10()).isCloseTo(percentile(fitness, 0.1), within(1e-12));
        assertThat(answer.distribution().p50()).isCloseTo(percentile(fitness, 0.5), within(1e-12));
        assertThat(answer.distribution().p90()).isCloseTo(percentile(fitness, 0.9), within(1e-12));
        for (int bucket = 0; bucket < 11; bucket++) {
            double from = bucket / 10.0 - 1e-9;
            double to = (bucket + 1) / 10.0 - 1e-9;
            assertThat(answer.distribution().buckets().get(bucket).count())
                    .as("bucket %d of %s", bucket, Arrays.toString(fitness))
                    .isEqualTo(Arrays.stream(fitness)
                            .filter(f -> f >= from && f < to)
                            .count());
        }
        compareStages(answer, map, on);
        compareTransitions(answer, map, on);
    }

    private static void compareStages(ConformanceAnswer answer, JourneyMap map, List<Naive> on) {
        for (int i = 0; i < map.stages().size(); i++) {
            int stage = i;
            var told = answer.stages().get(i);
            var counts = Map.of(
                    StageFate.ENTERED, told.entered(),
                    StageFate.SKIPPED, told.skipped(),
                    StageFate.REPEATED, told.repeated(),
                    StageFate.OUT_OF_ORDER, told.outOfOrder(),
                    StageFate.NOT_REACHED, told.notReached());
            counts.forEach((fate, count) -> {
                var those = on.stream()
                        .filter(journey -> journey.alignment.of(fate).contains(stage))
                        .toList();
                assertThat(count.journeys()).as("%s %s", stage, fate).isEqualTo(those.size());
                assertThat(count.people()).as("%s %s", stage, fate).isEqualTo(people(those));
            });
        }
    }

    private static void compareTransitions(ConformanceAnswer answer, JourneyMap map, List<Naive> on) {
        var times = new TreeMap<String, List<Long>>();
        var late = new TreeMap<String, Long>();
        var people = new TreeMap<String, Set<IdentityKey>>();
        for (var journey : on) {
            var entered = List.copyOf(journey.alignment.entered);
            for (int i = 1; i < entered.size(); i++) {
                int from = entered.get(i - 1);
                int to = entered.get(i);
                long time = journey.staged.get(journey.alignment.entries[to]).time()
                        - journey.staged.get(journey.alignment.entries[from]).time();
                var key = map.stages().get(from).key() + ">"
                        + map.stages().get(to).key();
                times.computeIfAbsent(key, k -> new ArrayList<>()).add(time);
                people.computeIfAbsent(key, k -> new HashSet<>()).add(journey.person);
                long promised = 0;
                for (var stage : map.stages().subList(from, to)) {
                    promised = stage.expectedToNext() == null || promised < 0
                            ? -1
                            : promised + stage.expectedToNext().toMillis();
                }
                late.merge(key, promised < 0 ? -1_000_000L : time > promised ? 1 : 0, Long::sum);
            }
        }
        assertThat(answer.transitions()).hasSameSizeAs(times.keySet()).allSatisfy(transition -> {
            var key = transition.from() + ">" + transition.to();
            var sorted = times.get(key).stream()
                    .mapToDouble(t -> t / 1000.0)
                    .sorted()
                    .toArray();
            assertThat(transition.count()).isEqualTo(sorted.length);
            assertThat(transition.people()).isEqualTo(people.get(key).size());
            assertThat(transition.p50Seconds()).isCloseTo(percentile(sorted, 0.5), within(1e-9));
            assertThat(transition.p90Seconds()).isCloseTo(percentile(sorted, 0.9), within(1e-9));
            assertThat(transition.meanSeconds())
                    .isCloseTo(Arrays.stream(sorted).average().orElseThrow(), within(1e-9));
            if (late.get(key) < 0) {
                assertThat(transition.late()).isNull();
                assertThat(transition.expectedSeconds()).isNull();
            } else {
                assertThat(transition.late()).isEqualTo(late.get(key));
                assertThat(transition.lateShare()).isEqualTo(late.get(key) / (double) sorted.length);
            }
        });
    }

    private static long people(List<Naive> journeys) {
        return journeys.stream().map(Naive::person).distinct().count();
    }

    private static double percentile(double[] sorted, double share) {
        double rank = share * (sorted.length - 1);
        double below = sorted[(int) rank];
        double above = sorted[Math.min((int) rank + 1, sorted.length - 1)];
        return below + (above - below) * (rank - (int) rank);
    }

    private static List<Naive> journeys(List<Told> known, Conformance question, JourneyMap map) {
        var graph = new IdentityGraph();
        known.forEach(told -> graph.apply(told.position, told.event));
        var persons = new HashMap<IdentityKey, List<Told>>();
        known.forEach(told -> persons.computeIfAbsent(
                        graph.current().personOf(told.event.moment().identity()), p -> new ArrayList<>())
                .add(told));
        persons.keySet()
                .removeIf(person -> !question.people().include(graph.current().identitiesOf(person)));
        var optional = new boolean[map.stages().size()];
        for (int i = 0; i < optional.length; i++) {
            optional[i] = map.stages().get(i).optional();
        }
        var all = new ArrayList<Naive>();
        persons.forEach((person, events) -> {
            var selected = new ArrayList<>(events.stream()
                    .filter(told -> question.filter() == EventFilter.ALL
                            || !"web".equals(told.event.moment().channel()))
                    .toList());
            selected.sort(Comparator.comparingLong(Told::time)
                    .thenComparing(told -> told.event.type())
                    .thenComparing(Told::position));
            var journeys = cut(selected);
            for (var journey : journeys) {
                long begins = journey.getFirst().time();
                if (begins < question.from() || begins >= question.to()) {
                    continue;
                }
                boolean ended = journey != journeys.getLast() || NOW - heldOpenUntil(journey) > SILENCE;
                var staged = journey.stream()
                        .filter(told -> !fits(told, map).isEmpty())
                        .toList();
                var alignment = new NaiveAlignment(
                        staged.stream().map(told -> fits(told, map)).toList(), optional, ended);
                all.add(new Naive(person, journey, staged, alignment, ended));
            }
        });
        return all;
    }

    private static List<List<Told>> cut(List<Told> events) {
        var journeys = new ArrayList<List<Told>>();
        for (var told : events) {
            boolean begins = journeys.isEmpty()
                    || told.time() - heldOpenUntil(journeys.getLast()) > SILENCE
                    || told.event instanceof Discovered
                            && journeys.getLast().stream().anyMatch(before -> before.event instanceof Served);
            if (begins) {
                journeys.add(new ArrayList<>());
            }
            journeys.getLast().add(told);
        }
        return journeys;
    }

    private static long heldOpenUntil(List<Told> journey) {
        return journey.stream()
                .mapToLong(told -> told.event instanceof Booked booked && booked.slot() != null
                        ? Math.max(told.time(), booked.slot().end().toEpochMilli())
                        : told.time())
                .max()
                .orElseThrow();
    }

    private static Set<Integer> fits(Told told, JourneyMap map) {
        var fits = new TreeSet<Integer>();
        var action = told.event instanceof Interacted interacted ? interacted.action() : null;
        for (int i = 0; i < map.stages().size(); i++) {
            for (var entry : map.stages().get(i).entry()) {
                if ((entry.event() == null || entry.event() == told.event.type())
                        && (entry.action() == null || entry.action().equals(action))
                        && (entry.touchpoint() == null
                                || entry.touchpoint().equals(told.event.moment().touchpoint()))) {
                    fits.add(i);
                }
            }
        }
        return fits;
    }

    private static JourneyMap map(Random random) {
        var stages = new ArrayList<JourneyMapStage>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var entry = new ArrayList<StageEntry>();
            do {
                entry.add(entry(random));
            } while (random.nextInt(3) == 0);
            stages.add(new JourneyMapStage(
                    "s" + i,
                    "Stage " + i,
                    entry,
                    random.nextInt(3) == 0,
                    i == count - 1 || random.nextInt(4) == 0 ? null : Duration.ofMillis(1 + random.nextInt(10)),
                    List.of(),
                    List.of(),
                    List.of()));
        }
        return new JourneyMap("map", 1, "Map", stages);
    }

    private static StageEntry entry(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> new StageEntry(JourneyEventType.DISCOVERED, null, null);
            case 1 -> new StageEntry(JourneyEventType.BOOKED, null, null);
            case 2 -> new StageEntry(JourneyEventType.SERVED, null, null);
            case 3 -> new StageEntry(null, null, "t" + random.nextInt(2));
            case 4 -> new StageEntry(JourneyEventType.INTERACTED, null, "t0");
            default -> new StageEntry(null, "a" + random.nextInt(3), null);
        };
    }

    /** At most about seven events of a map in a journey, so that all its alignments can be tried. */
    private static JourneyEvent event(Random random) {
        int person = random.nextInt(PEOPLE);
        boolean device = random.nextInt(6) == 0;
        boolean both = random.nextInt(15) == 0;
        long time = random.nextInt(120);
        var moment = new Moment(
                device && !both ? null : key(person),
                device || both ? key(1_000 + random.nextInt(PEOPLE)) : null,
                Instant.ofEpochMilli(time),
                "shop",
                "id",
                random.nextInt(3) == 0 ? "t" + random.nextInt(3) : null,
                random.nextInt(5) == 0 ? "web" : "desk",
                null,
                null,
                null,
                null,
                Map.of());
        return switch (random.nextInt(6)) {
            case 0 -> new Discovered(moment);
            case 1 ->
                new Booked(
                        moment,
                        random.nextInt(4) == 0
                                ? new Slot(
                                        Instant.ofEpochMilli(time), Instant.ofEpochMilli(time + 1 + random.nextInt(30)))
                                : null);
            case 2 -> new Served(moment, null, null, null, null);
            default -> new Interacted(moment, "a" + random.nextInt(4));
        };
    }

    private static EventFilter notOnWeb() {
        return new EventFilter(Map.of(Dimension.CHANNEL, new Condition.NoneOf(Set.of("web"))), Map.of());
    }

    private static IdentityKey key(int number) {
        return IdentityKey.of(number * 0x9E3779B97F4A7C15L, number);
    }
}
