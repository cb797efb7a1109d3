package io.journey360.analytics.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.durations.Distribution;
import io.journey360.analytics.filter.Attribute;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.filter.Property;
import io.journey360.analytics.funnel.NaiveFunnel.Outcome;
import io.journey360.analytics.funnel.RandomLog.Happening;
import io.journey360.analytics.index.Columns;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.Person;
import io.journey360.analytics.index.Query;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.index.Snapshot;
import io.journey360.analytics.query.Evidence;
import io.journey360.events.Booked;
import io.journey360.events.CheckedIn;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Moment;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The engine against the definition, on more than 100,000 short histories: counts, times, open units, breakdowns, and what
 * explanations list.
 */
class FunnelReferenceTest {

    private static final int LOGS = 44;
    private static final int PEOPLE = 2000;
    private static final int FUNNELS = 12;
    private static final int FIGURES = 3;
    private static final int HISTORIES = 100_000;

    /** Per step: a count, how many dropped off, and times. */
    private static final int FIGURES_PER_STEP = 3;

    @Test
    void everyAnswerAndEveryExplanationIsWhatTheDefinitionSays() {
        long histories = 0;
        try (var pool = new QueryPool(2, 1, Duration.ofSeconds(60))) {
            for (int seed = 1; seed <= LOGS; seed++) {
                var random = new Random(seed);
                var log = new RandomLog(random, PEOPLE);
                var index = log.index();
                histories += new NaiveFunnel(Funnel.of(List.of(EventFilter.ALL), 1), 0)
                        .units(log.happenings, log.persons(log.length()), log.length())
                        .size();
                long past = random.nextLong(log.length() + 1);
                for (int i = 0; i < FUNNELS; i++) {
                    var funnel = randomFunnel(random, log);
                    long position = random.nextInt(4) == 0 ? past : log.length();
                    long asOf = random.nextInt(30) * log.tick;
                    try (var query = pool.begin()) {
                        new Case(log, index.snapshot(position), query, funnel, asOf).check(random);
                    } catch (AssertionError e) {
                        throw new AssertionError(
                                "seed %d, as of position %d and time %d: %s"
                                        .formatted(seed, position, asOf, funnel.among(People.ALL)),
                                e);
                    }
                }
            }
        }
        assertThat(histories).isGreaterThanOrEqualTo(HISTORIES);
    }

    private record Listed(List<Long> positions, double value) {}

    /** Keeps what is listed; of all threads. */
    private static final class Listing implements Evidence {

        private final List<Listed> listed = new ArrayList<>();

        @Override
        public void add(Person person, Columns rows, int[] at, int count, double value) {
            var positions = IntStream.range(0, count)
                    .mapToObj(i -> rows.positions()[at[i]])
                    .toList();
            synchronized (listed) {
                listed.add(new Listed(positions, value));
            }
        }
    }

    /** One question. */
    private record Case(RandomLog log, Snapshot snapshot, Query query, Funnel funnel, long asOf) {

        void check(Random random) {
            var outcomes = new NaiveFunnel(funnel, asOf)
                    .outcomes(log.happenings, log.persons(snapshot.position()), snapshot.position());
            var answer = FunnelEngine.run(snapshot, query, funnel, asOf);
            assertSame(answer, outcomes);
            assertSameGroups(answer, outcomes);
            for (int i = 0; i < FIGURES; i++) {
                explain(random, answer, outcomes);
            }
        }

        private void assertSame(FunnelResult answer, List<Outcome> outcomes) {
            assertThat(answer.steps()).hasSameSizeAs(funnel.steps());
            for (int i = 0; i < answer.steps().size(); i++) {
                int step = i;
                var reached = outcomes.stream()
                        .filter(outcome -> reached(outcome, step))
                        .toList();
                assertThat(answer.steps().get(step).count()).as("step %d", step).isEqualTo(reached.size());
                assertTimes(
                        answer.steps().get(step).timeFromPrevious(),
                        reached.stream()
                                .map(outcome -> outcome.times().get(step))
                                .filter(Objects::nonNull)
                                .sorted()
                                .toList());
            }
            assertThat(answer.open())
                    .isEqualTo(outcomes.stream().filter(Outcome::open).count());
        }

        private static boolean reached(Outcome outcome, int step) {
            return step == 0 || outcome.times().get(step) != null;
        }

        private void assertSameGroups(FunnelResult answer, List<Outcome> outcomes) {
            if (funnel.breakdown() == null) {
                assertThat(answer.groups()).isEmpty();
                return;
            }
            var groups = new HashMap<@Nullable Object, List<Outcome>>();
            outcomes.forEach(outcome -> groups.computeIfAbsent(outcome.group(), g -> new ArrayList<>())
                    .add(outcome));
            assertThat(answer.groups())
                    .extracting(FunnelResult.Group::value)
                    .containsExactlyInAnyOrderElementsOf(groups.keySet());
            assertThat(answer.groups())
                    .extracting(group -> -group.funnel().steps().getFirst().count())
                    .isSorted();
            answer.groups()
                    .forEach(group -> assertSame(group.funnel(), Objects.requireNonNull(groups.get(group.value()))));
        }

        private void explain(Random random, FunnelResult answer, List<Outcome> outcomes) {
            int step = random.nextInt(funnel.steps().size());
            var figure =
                    switch (random.nextInt(FIGURES_PER_STEP + 1)) {
                        case 0 -> FunnelEvidence.Part.reached(step);
                        case 1 -> FunnelEvidence.Part.droppedOff(step);
                        case 2 -> FunnelEvidence.Part.open();
                        default -> step == 0 ? FunnelEvidence.Part.reached(step) : FunnelEvidence.Part.times(step);
                    };
            var prepared = PreparedFunnel.of(snapshot, funnel, asOf);
            var groups = prepared.groups;
            int group = groups == null || random.nextBoolean() ? -1 : random.nextInt(groups.size());
            var listing = new Listing();
            snapshot.scan(
                    query,
                    prepared.by(),
                    funnel.people(),
                    () -> new FunnelVisitor(
                            query,
                            prepared,
                            new FunnelEvidence(prepared, figure, g -> group < 0 || g == group, listing)));
            var ofGroup = groups == null || group < 0
                    ? outcomes
                    : outcomes.stream()
                            .filter(outcome -> Objects.equals(outcome.group(), groups.value(group)))
                            .toList();
            assertListed(figure, listing.listed, ofGroup);
            var whole = group < 0
                    ? answer
                    : answer.groups().stream()
                            .filter(g -> Objects.equals(
                                    g.value(), Objects.requireNonNull(groups).value(group)))
                            .findFirst()
                            .map(FunnelResult.Group::funnel)
                            .orElse(null);
            if (whole != null) {
                assertRecomputed(figure, listing.listed, whole);
            }
        }

        private boolean counted(FunnelEvidence.Part figure, Outcome outcome) {
            return switch (figure.what()) {
                case REACHED, TIME -> reached(outcome, figure.step());
                case DROPPED_OFF ->
                    figure.step() > 0
                            && reached(outcome, requiredBefore(figure.step()))
                            && !reached(outcome, figure.step());
                case OPEN -> outcome.open();
            };
        }

        private int requiredBefore(int step) {
            int before = step - 1;
            while (funnel.optional().contains(before)) {
                before--;
            }
            return before;
        }

        private void assertListed(FunnelEvidence.Part figure, List<Listed> listed, List<Outcome> outcomes) {
            var expected = outcomes.stream().filter(o -> counted(figure, o)).toList();
            assertThat(listed).as("%s", figure).hasSameSizeAs(expected);
            var byPosition = new HashMap<Long, Listed>();
            listed.forEach(item -> item.positions.forEach(position -> byPosition.put(position, item)));
            for (var outcome : expected) {
                var chain = chain(figure, outcome);
                var item = byPosition.get(chain.getFirst().position());
                assertThat(item).as("%s of %s", figure, outcome).isNotNull();
                var inUnit = outcome.unit().stream()
                        .filter(happening -> item.positions.contains(happening.position()))
                        .map(Happening::position)
                        .toList();
                assertThat(item.positions).as("%s of %s", figure, outcome).isEqualTo(inUnit);
                assertThat(item.positions)
                        .as("%s of %s", figure, outcome)
                        .containsAll(chain.stream().map(Happening::position).toList());
                if (exact(figure)) {
                    assertThat(item.positions).as("%s of %s", figure, outcome).hasSameSizeAs(chain);
                }
                assertThat(item.value).isEqualTo((Double)
                        (figure.what() == FunnelEvidence.What.TIME
                                ? Objects.requireNonNull(outcome.times().get(figure.step())) / 1000.0
                                : Evidence.COUNTED));
            }
        }

        /** Whether nothing is listed but the chain. */
        private boolean exact(FunnelEvidence.Part figure) {
            return figure.what() != FunnelEvidence.What.OPEN
                    && !(funnel.barring() && funnel.optional().contains(figure.step()))
                    && !(funnel.order() == Funnel.Order.ANY && funnel.to() != Funnel.END);
        }

        private List<Happening> chain(FunnelEvidence.Part figure, Outcome outcome) {
            boolean optional = funnel.optional().contains(figure.step());
            int number = (int) IntStream.range(0, figure.step())
                    .filter(step -> !funnel.optional().contains(step))
                    .count();
            int length =
                    switch (figure.what()) {
                        case REACHED, TIME -> optional ? outcome.chain().size() : number + 1;
                        case DROPPED_OFF -> number;
                        case OPEN -> outcome.chain().size();
                    };
            var chain = new ArrayList<>(outcome.chain()
                    .subList(
                            0,
                            funnel.order() == Funnel.Order.ANY ? outcome.chain().size() : length));
            if (optional
                    && (figure.what() == FunnelEvidence.What.REACHED || figure.what() == FunnelEvidence.What.TIME)) {
                outcome.optional().stream()
                        .limit(IntStream.range(0, figure.step() + 1)
                                .filter(step -> funnel.optional().contains(step))
                                .count())
                        .filter(Objects::nonNull)
                        .forEach(chain::add);
            }
            return chain;
        }

        /** An index that knows nothing but the events listed gives the figure. */
        private void assertRecomputed(FunnelEvidence.Part figure, List<Listed> listed, FunnelResult whole) {
            var positions =
                    listed.stream().flatMap(item -> item.positions.stream()).collect(Collectors.toSet());
            var persons = log.persons(snapshot.position());
            var index = new JourneyIndex(new IndexSettings(List.of(RandomLog.CAMPAIGN), Long.MAX_VALUE));
            for (var happening : log.happenings) {
                if (positions.contains(happening.position())) {
                    index.add(
                            of(
                                    happening.event(),
                                    persons.personOf(happening.event().moment().identity())),
                            happening.key(),
                            happening.position());
                }
            }
            index.publish(log.length());
            var again = FunnelEngine.run(index.snapshot(), query, funnel.among(People.ALL), asOf);
            int step = figure.step();
            switch (figure.what()) {
                case REACHED ->
                    assertThat(again.steps().get(step).count())
                            .as("%s", figure)
                            .isEqualTo(whole.steps().get(step).count());
                case TIME ->
                    assertThat(again.steps().get(step))
                            .as("%s", figure)
                            .isEqualTo(whole.steps().get(step));
                case DROPPED_OFF ->
                    assertThat(step == 0 ? 0 : dropOff(again, step))
                            .as("%s", figure)
                            .isEqualTo(step == 0 ? 0 : dropOff(whole, step));
                case OPEN -> assertThat(again.open()).as("%s", figure).isEqualTo(whole.open());
            }
        }

        private long dropOff(FunnelResult result, int step) {
            return result.steps().get(requiredBefore(step)).count()
                    - result.steps().get(step).count();
        }

        private static JourneyEvent of(JourneyEvent event, IdentityKey person) {
            var of = event.moment();
            var moment = new Moment(
                    person,
                    null,
                    of.occurredAt(),
                    of.source(),
                    of.id(),
                    of.touchpoint(),
                    of.channel(),
                    of.service(),
                    of.location(),
                    of.booking(),
                    of.value(),
                    of.attributes());
            return switch (event) {
                case Booked booked -> new Booked(moment, null);
                case CheckedIn checkedIn -> new CheckedIn(moment, null, null);
                case Interacted interacted -> new Interacted(moment, interacted.action());
                default -> throw new IllegalArgumentException(event.toString());
            };
        }
    }

    private static void assertTimes(@Nullable Distribution found, List<Long> sorted) {
        if (sorted.isEmpty()) {
            assertThat(found).isNull();
            return;
        }
        assertThat(found).isNotNull();
        assertThat(found.mean())
                .isCloseTo(sorted.stream().mapToLong(t -> t).average().orElseThrow() / 1000, within(1e-6));
        assertThat(found.p50()).isCloseTo(percentile(sorted, 0.5), within(1e-6));
        assertThat(found.p75()).isCloseTo(percentile(sorted, 0.75), within(1e-6));
        assertThat(found.p90()).isCloseTo(percentile(sorted, 0.9), within(1e-6));
        assertThat(found.p95()).isCloseTo(percentile(sorted, 0.95), within(1e-6));
        assertThat(found.p99()).isCloseTo(percentile(sorted, 0.99), within(1e-6));
        for (var bucket : found.histogram()) {
            assertThat(bucket.count())
                    .isEqualTo(sorted.stream()
                            .filter(t -> t >= bucket.from() * 1000 && (bucket.to() == null || t < bucket.to() * 1000))
                            .count());
        }
        assertThat(found.histogram().stream().mapToLong(b -> b.count()).sum()).isEqualTo(sorted.size());
    }

    private static double percentile(List<Long> sorted, double p) {
        double rank = p * (sorted.size() - 1);
        int below = (int) rank;
        long low = sorted.get(below);
        long high = sorted.get(Math.min(below + 1, sorted.size() - 1));
        return (low + (high - low) * (rank - below)) / 1000;
    }

    private static Funnel randomFunnel(Random random, RandomLog log) {
        var steps = new ArrayList<EventFilter>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            steps.add(randomStep(random));
        }
        var order = Funnel.Order.values()[random.nextInt(3)];
        var optional = new HashSet<Integer>();
        for (int step = 1; random.nextBoolean() && step < count; step++) {
            if (random.nextInt(3) == 0) {
                optional.add(step);
            }
        }
        var required = IntStream.range(0, count)
                .filter(step -> !optional.contains(step))
                .toArray();
        var exclusions = new ArrayList<Funnel.Exclusion>();
        for (int i = 0; order != Funnel.Order.ANY && required.length > 1 && i < random.nextInt(6) - 2; i++) {
            int after = random.nextInt(required.length - 1);
            int before = after + 1 + random.nextInt(required.length - after - 1);
            exclusions.add(new Funnel.Exclusion(randomStep(random), required[after] + 1, required[before] + 1));
        }
        boolean ranged = random.nextInt(3) == 0;
        return new Funnel(
                steps,
                optional,
                order,
                (1 + random.nextInt(25)) * log.tick - (random.nextInt(4) == 0 && log.tick > 1 ? 1 : 0),
                Funnel.Unit.values()[random.nextInt(3)],
                random.nextInt(4) == 0
                        ? new EventFilter(
                                Map.of(Dimension.CHANNEL, new Condition.NoneOf(Set.of("c1"))),
                                random.nextBoolean()
                                        ? Map.of()
                                        : Map.of(RandomLog.CAMPAIGN, new Condition.NoneOf(Set.of(true))))
                        : EventFilter.ALL,
                randomPeople(random),
                ranged ? random.nextInt(5) * log.tick : Funnel.BEGINNING,
                ranged ? (5 + random.nextInt(10)) * log.tick : Funnel.END,
                exclusions,
                random.nextInt(3) == 0,
                randomBreakdown(random));
    }

    static People randomPeople(Random random) {
        if (random.nextInt(4) > 0) {
            return People.ALL;
        }
        var some = new HashSet<IdentityKey>();
        for (int i = 0; i < 700; i++) {
            some.add(Histories.key(random.nextInt(PEOPLE) + (random.nextInt(4) == 0 ? 1_000_000 : 0)));
        }
        return random.nextBoolean() ? People.only(some) : People.ALL.without(some);
    }

    static @Nullable Property randomBreakdown(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Dimension.CHANNEL;
            case 1 -> Dimension.ACTION;
            case 2 -> new Attribute(RandomLog.CAMPAIGN);
            default -> null;
        };
    }

    static EventFilter randomStep(Random random) {
        var action = "" + "ABCX".charAt(random.nextInt(4));
        return switch (random.nextInt(8)) {
            case 0 -> EventFilter.of(JourneyEventType.BOOKED);
            case 1 -> EventFilter.of(JourneyEventType.CHECKED_IN);
            case 2 -> ofAction(Set.of("A", "B"));
            case 3 ->
                new EventFilter(
                        Map.of(Dimension.EVENT, new Condition.AnyOf(Set.of("interacted", "booked"))),
                        Map.of(
                                RandomLog.CAMPAIGN,
                                random.nextBoolean()
                                        ? new Condition.Exists(true)
                                        : new Condition.AnyOf(Set.of(new BigDecimal("1E+1"), "spring"))));
            default -> ofAction(Set.of(action));
        };
    }

    private static EventFilter ofAction(Set<Object> actions) {
        return new EventFilter(Map.of(Dimension.ACTION, new Condition.AnyOf(actions)), Map.of());
    }
}
