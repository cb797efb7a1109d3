package io.journey360.analytics.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.durations.Durations;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.QueryPool;
import io.journey360.events.Booked;
import io.journey360.events.CheckedIn;
import io.journey360.events.Interacted;
import io.journey360.events.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop over many persons counts what is found one by one. Times are mostly, but not always, distinct. */
class PlainRunsTest {

    private static final int EVENTS = 12_000;
    private static final int PEOPLE = 2_000;
    private static final int SPAN = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void manyPersonsAtATimeAreCountedAsOneByOne(long seed) {
        var random = new Random(seed);
        var index = index(random);
        try (var pool = new QueryPool(2, 1, Duration.ofSeconds(60))) {
            for (int i = 0; i < 150; i++) {
                var funnel = randomFunnel(random);
                var snapshot = index.snapshot(random.nextInt(3) == 0 ? random.nextInt(EVENTS) : EVENTS);
                var prepared = PreparedFunnel.of(snapshot, funnel, random.nextInt(SPAN * 2));
                assertThat(PlainRuns.answers(prepared)).isTrue();
                try (var query = pool.begin()) {
                    var oneByOne = FunnelEngine.oneByOne(snapshot, query, prepared);
                    var inRuns =
                            snapshot
                                    .scanRuns(query, funnel.people(), () -> new PlainRuns(snapshot, query, prepared))
                                    .stream()
                                    .map(PlainRuns::counting)
                                    .toList();
                    assertThat(figures(inRuns))
                            .as("%s", funnel.among(People.ALL))
                            .isEqualTo(figures(oneByOne));
                }
            }
        }
    }

    /** Everything counted, by group; -1 for the whole. */
    private static Map<Integer, List<List<Long>>> figures(List<FunnelCounting> counted) {
        var tallies = new HashMap<Integer, List<Tally>>();
        tallies.put(-1, counted.stream().map(FunnelCounting::tally).toList());
        counted.forEach(counting -> counting.groups()
                .forEach((group, tally) ->
                        tallies.computeIfAbsent(group, g -> new ArrayList<>()).add(tally)));
        var figures = new HashMap<Integer, List<List<Long>>>();
        tallies.forEach((group, parts) -> {
            var ofGroup = new ArrayList<List<Long>>();
            ofGroup.add(List.of(parts.stream().mapToLong(part -> part.open).sum()));
            int steps = parts.getFirst().furthest.length;
            ofGroup.add(IntStream.range(0, steps)
                    .mapToObj(step -> parts.stream()
                            .mapToLong(part -> part.furthest[step])
                            .sum())
                    .toList());
            for (int step = 1; step < steps - 1; step++) {
                var times = new ArrayList<Long>();
                for (var part : parts) {
                    times.addAll(values(part.times[step]));
                }
                ofGroup.add(times.stream().sorted().toList());
            }
            figures.put(group, ofGroup);
        });
        return figures;
    }

    private static List<Long> values(Durations durations) {
        var values = new long[durations.size()];
        durations.copyTo(values, 0);
        return Arrays.stream(values).boxed().toList();
    }

    private static Funnel randomFunnel(Random random) {
        var steps = IntStream.rangeClosed(0, random.nextInt(5))
                .mapToObj(step -> FunnelReferenceTest.randomStep(random))
                .toList();
        boolean since = random.nextInt(4) == 0;
        boolean until = random.nextInt(4) == 0;
        return new Funnel(
                steps,
                Set.of(),
                Funnel.Order.SEQUENTIAL,
                1 + random.nextInt(SPAN / 2),
                Funnel.Unit.CUSTOMER,
                random.nextInt(4) == 0
                        ? new EventFilter(Map.of(Dimension.CHANNEL, new Condition.NoneOf(Set.of("c1"))), Map.of())
                        : EventFilter.ALL,
                FunnelReferenceTest.randomPeople(random),
                since ? random.nextInt(SPAN / 2) : Funnel.BEGINNING,
                until ? SPAN / 2 + random.nextInt(SPAN / 2) : Funnel.END,
                List.of(),
                false,
                FunnelReferenceTest.randomBreakdown(random));
    }

    private static JourneyIndex index(Random random) {
        var index = new JourneyIndex(new IndexSettings(List.of(RandomLog.CAMPAIGN), Long.MAX_VALUE));
        index.beginLoad();
        for (int position = 1; position <= EVENTS; position++) {
            int person = random.nextInt(PEOPLE);
            boolean device = random.nextInt(10) == 0;
            boolean both = random.nextInt(20) == 0;
            var moment = new Moment(
                    device && !both ? null : Histories.key(person),
                    device || both ? Histories.key(1_000_000 + person) : null,
                    Instant.ofEpochMilli(random.nextInt(SPAN)),
                    "shop",
                    "id",
                    null,
                    "c" + random.nextInt(3),
                    null,
                    null,
                    null,
                    null,
                    Map.of(RandomLog.CAMPAIGN, random.nextBoolean() ? "spring" : "summer"));
            index.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Booked(moment, null);
                        case 1 -> new CheckedIn(moment, null, null);
                        default -> new Interacted(moment, "" + "ABCX".charAt(random.nextInt(4)));
                    },
                    "e" + position,
                    position);
            if (position == EVENTS * 9 / 10) {
                index.endLoad();
            }
        }
        index.publish(EVENTS);
        return index;
    }
}
