package io.journey360.analytics.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.QueryPool;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.Moment;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths against a plain reading of what they mean, on random histories with equal times and linked identities. */
class PathsReferenceTest {

    private static final int PEOPLE = 200;

    private final QueryPool pool = new QueryPool(2, 1, Duration.ofSeconds(60));

    @AfterEach
    void close() {
        pool.close();
    }

    private record Happening(Interacted event, long position) {
        void addTo(JourneyIndex index) {
            index.add(event, "e" + position, position);
        }

        long time() {
            return event.moment().occurredAt().toEpochMilli();
        }
    }

    private record Visit(String node, long time) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyEdgeNodeAndVariantIsCounted(long seed) {
        var random = new Random(seed);
        var log = new ArrayList<Happening>();
        for (long position = 1; position <= PEOPLE * 8; position++) {
            log.add(new Happening(random(random), position));
        }
        var fed = new JourneyIndex(new IndexSettings(List.of("campaign"), Long.MAX_VALUE));
        log.forEach(happening -> happening.addTo(fed));
        fed.publish(log.size());
        var loaded = new JourneyIndex(new IndexSettings(List.of("campaign"), Long.MAX_VALUE));
        loaded.beginLoad();
        log.subList(0, PEOPLE * 7).forEach(happening -> happening.addTo(loaded));
        loaded.endLoad();
        log.subList(PEOPLE * 7, log.size()).forEach(happening -> happening.addTo(loaded));
        loaded.publish(log.size());

        for (int i = 0; i < 40; i++) {
            boolean ends = random.nextBoolean();
            var paths = new Paths(
                    random.nextBoolean() ? Dimension.ACTION : Dimension.CHANNEL,
                    random.nextBoolean() ? Paths.NO_GAP : random.nextInt(20),
                    random.nextBoolean(),
                    ends && random.nextInt(3) == 0 ? "a" + random.nextInt(5) : null,
                    ends && random.nextInt(3) == 0 ? "a" + random.nextInt(5) : null,
                    ends && random.nextInt(3) == 0 ? 1 + random.nextInt(4) : Integer.MAX_VALUE,
                    new EventFilter(
                            random.nextInt(3) == 0
                                    ? Map.of(Dimension.ACTION, new Condition.NoneOf(Set.of("a1")))
                                    : Map.of(),
                            random.nextInt(4) == 0
                                    ? Map.of("campaign", new Condition.AnyOf(Set.of("c0", "c2")))
                                    : Map.of()),
                    People.ALL,
                    random.nextInt(3) == 0 ? random.nextInt(20) : Long.MIN_VALUE,
                    random.nextInt(3) == 0 ? 20 + random.nextInt(20) : Long.MAX_VALUE,
                    random.nextInt(3) == 0 ? random.nextInt(10) : 10_000,
                    random.nextInt(3) == 0 ? random.nextInt(10) : 10_000,
                    Paths.ALL_MEASURES);
            long asOf = random.nextInt(3) == 0 ? random.nextInt(log.size()) : log.size();
            var expected = paths(log.subList(0, (int) asOf), paths);
            for (var index : List.of(fed, loaded)) {
                try (var query = pool.begin()) {
                    assertSame(paths, PathEngine.run(index.snapshot(asOf), query, paths), expected);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyPersonsAtATimeAreCountedAsOneByOne(long seed) {
        var random = new Random(seed);
        var index = new JourneyIndex(new IndexSettings(List.of("campaign"), Long.MAX_VALUE));
        index.beginLoad();
        int size = 30_000;
        for (long position = 1; position <= size; position++) {
            new Happening(random(random), position).addTo(index);
            if (position == size * 3 / 4) {
                index.endLoad();
            }
        }
        index.publish(size);
        for (int i = 0; i < 30; i++) {
            var measures = List.of(
                            Set.<Measure>of(),
                            Set.of(Measure.PEOPLE),
                            Set.of(Measure.TIMES),
                            Set.of(Measure.VARIANTS),
                            Paths.ALL_MEASURES)
                    .get(i % 5);
            var paths = new Paths(
                    Dimension.ACTION,
                    random.nextBoolean() ? Paths.NO_GAP : random.nextInt(4),
                    random.nextBoolean(),
                    null,
                    null,
                    Integer.MAX_VALUE,
                    new EventFilter(
                            random.nextBoolean()
                                    ? Map.of()
                                    : Map.of(Dimension.ACTION, new Condition.NoneOf(Set.of("a1"))),
                            random.nextBoolean()
                                    ? Map.of()
                                    : Map.of("campaign", new Condition.AnyOf(Set.of("c0", "c2")))),
                    People.ALL.without(random.nextBoolean() ? Set.of() : Set.of(key(3), key(5))),
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    10_000,
                    List.of(5, 40, 100_000).get(random.nextInt(3)),
                    measures);
            var snapshot = index.snapshot(random.nextBoolean() ? size : size / 2);
            var nodes = PathNodes.of(snapshot, paths);
            var masks = PathEngine.masks(snapshot, paths);
            try (var query = pool.begin()) {
                var oneByOne = Seen.oneByOne(snapshot, query, paths, nodes, masks);
                var inRuns = Seen.inRuns(snapshot, query, paths, nodes, masks);
                assertThat(inRuns.starts()).isEqualTo(oneByOne.starts());
                assertThat(inRuns.ends()).isEqualTo(oneByOne.ends());
                assertThat(edges(inRuns, measures)).isEqualTo(edges(oneByOne, measures));
                assertThat(inRuns.variants()).isEqualTo(oneByOne.variants());
                assertThat(ways(inRuns)).isEqualTo(ways(oneByOne));
                if (measures.contains(Measure.PEOPLE)) {
                    assertThat(inRuns.people()).isEqualTo(oneByOne.people());
                }
            }
        }
    }

    private static Map<List<Integer>, List<Object>> edges(Seen seen, Set<Measure> measures) {
        var edges = new HashMap<List<Integer>, List<Object>>();
        for (var edge : seen.edges()) {
            var times = new long[(int) edge.count()];
            edge.durations().into(times);
            Arrays.sort(times);
            edges.put(
                    List.of(edge.from(), edge.to()),
                    List.of(
                            edge.count(),
                            measures.contains(Measure.PEOPLE) ? edge.people() : 0,
                            Arrays.stream(times).boxed().toList()));
        }
        return edges;
    }

    private static List<List<Object>> ways(Seen seen) {
        return seen.top().stream()
                .<List<Object>>map(
                        way -> List.of(Arrays.stream(way.path()).boxed().toList(), way.count()))
                .toList();
    }

    private static void assertSame(Paths asked, PathsResult result, Map<IdentityKey, List<List<Visit>>> expected) {
        var edges = new HashMap<List<String>, List<Long>>();
        var edgePeople = new HashMap<List<String>, Set<IdentityKey>>();
        var visits = new HashMap<String, Long>();
        var people = new HashMap<String, Set<IdentityKey>>();
        var starts = new HashMap<String, Long>();
        var ends = new HashMap<String, Long>();
        var variants = new HashMap<List<String>, Long>();
        expected.forEach((person, paths) -> paths.forEach(path -> {
            starts.merge(path.getFirst().node, 1L, Long::sum);
            ends.merge(path.getLast().node, 1L, Long::sum);
            variants.merge(path.stream().map(Visit::node).toList(), 1L, Long::sum);
            for (int i = 0; i < path.size(); i++) {
                visits.merge(path.get(i).node, 1L, Long::sum);
                people.computeIfAbsent(path.get(i).node, n -> new HashSet<>()).add(person);
                if (i > 0) {
                    var edge = List.of(path.get(i - 1).node, path.get(i).node);
                    edges.computeIfAbsent(edge, e -> new ArrayList<>()).add(path.get(i).time - path.get(i - 1).time);
                    edgePeople.computeIfAbsent(edge, e -> new HashSet<>()).add(person);
                }
            }
        }));
        assertThat(result.nodes())
                .as("%s", asked)
                .hasSameSizeAs(visits.keySet())
                .allSatisfy(node -> {
                    assertThat(node.visits()).isEqualTo(visits.get(node.key()));
                    assertThat(node.people()).isEqualTo(people.get(node.key()).size());
                    assertThat(node.starts()).isEqualTo(starts.getOrDefault(node.key(), 0L));
                    assertThat(node.ends()).isEqualTo(ends.getOrDefault(node.key(), 0L));
                    assertThat(node.starts() + node.in()).isEqualTo(node.visits());
                    assertThat(node.ends() + node.out()).isEqualTo(node.visits());
                });
        assertThat(result.edges()).as("%s", asked).hasSize(Math.min(asked.maxEdges(), edges.size()));
        assertThat(result.edges())
                .isSortedAccordingTo(
                        Comparator.comparingLong(PathsResult.Edge::count).reversed());
        assertThat(result.edges()).allSatisfy(edge -> {
            var key = List.of(edge.from(), edge.to());
            assertThat(edge.count()).isEqualTo(edges.get(key).size());
            assertThat(edge.people()).isEqualTo(edgePeople.get(key).size());
            assertThat(edge.times().p95() * 1000).isCloseTo(percentile(edges.get(key), 0.95), within(1e-6));
            assertThat(edge.times().p50() * 1000).isCloseTo(percentile(edges.get(key), 0.5), within(1e-6));
            assertThat(edge.times().mean() * 1000)
                    .isCloseTo(
                            edges.get(key).stream().mapToLong(t -> t).average().orElseThrow(), within(1e-6));
        });
        assertThat(result.other().edges() + result.edges().size()).isEqualTo(edges.size());
        assertThat(result.other().edgeCount()
                        + result.edges().stream()
                                .mapToLong(PathsResult.Edge::count)
                                .sum())
                .isEqualTo(edges.values().stream().mapToLong(List::size).sum());
        assertThat(result.variantCount()).isEqualTo(variants.size());
        assertThat(result.variants()).hasSize(Math.min(asked.maxVariants(), variants.size()));
        assertThat(result.variants())
                .allSatisfy(variant -> assertThat(variant.count()).isEqualTo(variants.get(variant.path())));
        assertThat(result.variants())
                .isSortedAccordingTo(
                        Comparator.comparingLong(PathsResult.Variant::count).reversed());
        assertThat(result.other().variantPaths()
                        + result.variants().stream()
                                .mapToLong(PathsResult.Variant::count)
                                .sum())
                .isEqualTo(variants.values().stream().mapToLong(n -> n).sum());
    }

    private static double percentile(List<Long> values, double share) {
        var sorted = values.stream().sorted().toList();
        double rank = share * (sorted.size() - 1);
        long below = sorted.get((int) rank);
        long above = sorted.get(Math.min((int) rank + 1, sorted.size() - 1));
        return below + (above - below) * (rank - (int) rank);
    }

    private static Map<IdentityKey, List<List<Visit>>> paths(List<Happening> log, Paths asked) {
        var graph = new IdentityGraph();
        log.forEach(h -> graph.apply(h.position, h.event));
        var persons = new HashMap<IdentityKey, List<Happening>>();
        log.forEach(h -> persons.computeIfAbsent(
                        graph.current().personOf(h.event.moment().identity()), p -> new ArrayList<>())
                .add(h));
        var paths = new HashMap<IdentityKey, List<List<Visit>>>();
        persons.forEach((person, happenings) -> {
            happenings.sort(Comparator.comparingLong(Happening::time).thenComparing(Happening::position));
            var all = new ArrayList<List<Visit>>();
            long last = 0;
            for (var happening : happenings) {
                var node = asked.node() == Dimension.ACTION
                        ? happening.event.action()
                        : happening.event.moment().channel();
                var action = asked.filter().dimensions().get(Dimension.ACTION);
                var campaign = asked.filter().attributes().get("campaign");
                if (node == null
                        || action != null && !action.test(happening.event.action())
                        || campaign != null
                                && !campaign.test(
                                        happening.event.moment().attributes().get("campaign"))
                        || happening.time() < asked.from()
                        || happening.time() >= asked.to()) {
                    continue;
                }
                if (all.isEmpty() || happening.time() - last > asked.gapMillis()) {
                    all.add(new ArrayList<>());
                }
                last = happening.time();
                var path = all.getLast();
                if (!asked.collapse() || path.isEmpty() || !path.getLast().node.equals(node)) {
                    path.add(new Visit(node, happening.time()));
                }
            }
            paths.put(
                    person,
                    all.stream()
                            .map(path -> cut(path, asked))
                            .filter(path -> !path.isEmpty())
                            .toList());
        });
        return paths;
    }

    private static List<Visit> cut(List<Visit> path, Paths asked) {
        var nodes = path.stream().map(Visit::node).toList();
        int from = asked.startAt() == null ? 0 : nodes.indexOf(asked.startAt());
        if (from < 0) {
            return List.of();
        }
        int to = path.size();
        if (asked.endAt() != null) {
            int end = nodes.subList(from, nodes.size()).indexOf(asked.endAt());
            if (end < 0) {
                return List.of();
            }
            to = from + end + 1;
        }
        var cut = path.subList(from, to);
        return cut.subList(0, Math.min(cut.size(), asked.maxSteps()));
    }

    private static Interacted random(Random random) {
        int person = random.nextInt(PEOPLE);
        boolean device = random.nextInt(5) == 0;
        boolean both = random.nextInt(12) == 0;
        return new Interacted(
                new Moment(
                        device && !both ? null : key(person),
                        device || both ? key(10_000 + random.nextInt(PEOPLE)) : null,
                        Instant.ofEpochMilli(random.nextInt(40)),
                        "shop",
                        "id",
                        null,
                        random.nextInt(4) == 0 ? null : "a" + random.nextInt(4),
                        null,
                        null,
                        null,
                        null,
                        Map.of("campaign", "c" + random.nextInt(3))),
                "a" + random.nextInt(5));
    }

    private static IdentityKey key(int number) {
        return IdentityKey.of(number * 0x9E3779B97F4A7C15L, number);
    }
}
