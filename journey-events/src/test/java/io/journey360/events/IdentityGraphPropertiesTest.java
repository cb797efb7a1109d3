package io.journey360.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.IdentityGraph.Outcome;
import io.journey360.events.IdentityGraph.Outcome.Conflicted;
import io.journey360.events.IdentityGraph.Outcome.Settled;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The graph against a reference that keeps the list of links and works everything out anew each time. */
class IdentityGraphPropertiesTest {

    private static final int CUSTOMERS = 5;
    private static final int DEVICES = 6;

    sealed interface Step {
        record Link(int customer, int device) implements Step {}

        /** A link told without trust. */
        record Claim(int customer, int device) implements Step {}

        /** Thirty devices of the customer's own at once, to come near the limit. */
        record Crowd(int customer, int batch) implements Step {}

        record Merge(int a, int b) implements Step {}

        record Unmerge(int a, int b) implements Step {}
    }

    @Property(tries = 250)
    void isWhatTheListOfLinksSaysAtEveryPosition(@ForAll("steps") List<Step> steps) {
        var graph = new IdentityGraph();
        var reference = new Reference();
        var states = new TreeMap<Long, State>();
        states.put(0L, reference.state());
        long position = 0;
        for (var step : steps) {
            for (var single : singles(step)) {
                position++;
                assertThat(apply(graph, position, single)).isEqualTo(reference.apply(single));
            }
            states.put(position, reference.state());
        }
        states.forEach((at, state) -> check(graph.asOf(at), state));
        check(graph.current(), reference.state());
        assertThat(graph.current().history()).isEqualTo(graph.asOf(position).history());
        assertThat(graph.joined())
                .isEqualTo(Set.copyOf(reference.state().partition().values()).stream()
                        .mapToInt(p -> p.size() - 1)
                        .sum());
    }

    private record State(Map<IdentityKey, Set<IdentityKey>> partition, Set<IdentityKey> shared) {}

    private static void check(Persons persons, State state) {
        var joined = new HashSet<Set<IdentityKey>>();
        persons.forEachJoined(p -> assertThat(joined.add(Set.copyOf(p))).isTrue());
        var expectedJoined = new HashSet<>(state.partition().values());
        expectedJoined.removeIf(p -> p.size() == 1);
        assertThat(joined).isEqualTo(expectedJoined);
        state.partition().forEach((identity, person) -> {
            assertThat(persons.identitiesOf(identity)).containsExactlyElementsOf(person);
            assertThat(persons.alone(identity)).isEqualTo(person.size() == 1);
            assertThat(persons.personOf(identity))
                    .isEqualTo(person.stream()
                            .filter(IdentityGraphPropertiesTest::isCustomer)
                            .findFirst()
                            .orElse(identity));
            assertThat(persons.shared(identity)).isEqualTo(state.shared().contains(identity));
        });
    }

    @Property(tries = 300)
    void anUndoneMergeIsAsIfNeverMade(@ForAll("uncrowdedSteps") List<Step> steps) {
        var merged = new IdentityGraph();
        var never = new IdentityGraph();
        long position = 0;
        for (var step : steps) {
            position++;
            apply(merged, position, step);
            if (step instanceof Step.Link || step instanceof Step.Claim) {
                apply(never, position, step);
            }
        }
        for (var step : steps) {
            if (step instanceof Step.Merge merge) {
                apply(merged, ++position, new Step.Unmerge(merge.a(), merge.b()));
            }
        }
        for (var identity : all()) {
            assertThat(merged.current().identitiesOf(identity))
                    .isEqualTo(never.current().identitiesOf(identity));
            assertThat(merged.current().personOf(identity))
                    .isEqualTo(never.current().personOf(identity));
            assertThat(merged.current().shared(identity))
                    .isEqualTo(never.current().shared(identity));
        }
    }

    @Property(tries = 100)
    void everyEventTwiceInARowIsEveryEventOnce(@ForAll("steps") List<Step> steps) {
        var once = new IdentityGraph();
        var twice = new IdentityGraph();
        long position = 0;
        for (var step : steps) {
            for (var single : singles(step)) {
                position++;
                apply(once, position, single);
                apply(twice, position, single);
                apply(twice, position, single);
            }
        }
        assertThat(twice.current().history()).isEqualTo(once.current().history());
        for (var identity : all()) {
            assertThat(twice.current().identitiesOf(identity))
                    .isEqualTo(once.current().identitiesOf(identity));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(8, links(Step.Link::new)),
                        Tuple.of(4, links(Step.Claim::new)),
                        Tuple.of(1, pair((c, n) -> new Step.Crowd(c, n))),
                        Tuple.of(3, pair(Step.Merge::new)),
                        Tuple.of(2, pair(Step.Unmerge::new)))
                .list()
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<List<Step>> uncrowdedSteps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, links(Step.Link::new)),
                        Tuple.of(2, links(Step.Claim::new)),
                        Tuple.of(1, pair(Step.Merge::new)))
                .list()
                .ofMaxSize(25);
    }

    private static Arbitrary<Step> links(BiFunction<Integer, Integer, Step> step) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, CUSTOMERS - 1),
                        Arbitraries.integers().between(0, DEVICES - 1))
                .as(step::apply);
    }

    private static Arbitrary<Step> pair(BiFunction<Integer, Integer, Step> step) {
        var customers = Arbitraries.integers().between(0, CUSTOMERS - 1);
        return Combinators.combine(customers, customers).as(step::apply);
    }

    private static List<Step> singles(Step step) {
        return step instanceof Step.Crowd crowd
                ? IntStream.range(0, 30)
                        .<Step>mapToObj(i -> new Step.Link(
                                crowd.customer(), DEVICES + (crowd.customer() * CUSTOMERS + crowd.batch()) * 30 + i))
                        .toList()
                : List.of(step);
    }

    private static Outcome apply(IdentityGraph graph, long position, Step step) {
        return switch (step) {
            case Step.Link link -> graph.link(position, customer(link.customer()), device(link.device()));
            case Step.Claim claim ->
                graph.apply(
                        position,
                        new Identified(
                                customer(claim.customer()), device(claim.device()), false, "s", "i", Instant.EPOCH));
            case Step.Merge merge ->
                graph.merge(position, mergeId(merge.a(), merge.b()), customer(merge.a()), customer(merge.b()));
            case Step.Unmerge unmerge -> graph.unmerge(position, mergeId(unmerge.a(), unmerge.b()));
            case Step.Crowd crowd -> throw new IllegalArgumentException("Not a single step");
        };
    }

    private static MergeId mergeId(int a, int b) {
        return new MergeId("merge-" + Math.min(a, b) + "-" + Math.max(a, b));
    }

    private static List<IdentityKey> all() {
        return IntStream.concat(IntStream.range(0, CUSTOMERS), IntStream.range(CUSTOMERS, CUSTOMERS + DEVICES))
                .mapToObj(i -> i < CUSTOMERS ? customer(i) : device(i - CUSTOMERS))
                .toList();
    }

    private static IdentityKey customer(int i) {
        return IdentityKey.of(0x7000_0000_0000_0000L, (long) i << 60 | i);
    }

    private static boolean isCustomer(IdentityKey key) {
        return key.high() == 0x7000_0000_0000_0000L;
    }

    private static IdentityKey device(int i) {
        return IdentityKey.of((long) i << 59 | 1, i);
    }

    private static final class Reference {

        private record Edge(IdentityKey a, IdentityKey b) {}

        private final Set<IdentityKey> named = new HashSet<>(all());
        private final Map<IdentityKey, IdentityKey> owners = new HashMap<>();
        private final Set<IdentityKey> shared = new HashSet<>();
        private final Set<IdentityKey> claimed = new HashSet<>();
        private final Map<MergeId, Edge> merges = new HashMap<>();

        Outcome apply(Step step) {
            return switch (step) {
                case Step.Link link -> link(customer(link.customer()), device(link.device()));
                case Step.Claim claim -> {
                    var customer = customer(claim.customer());
                    var device = device(claim.device());
                    yield claimed.contains(customer) && !owners.containsKey(device) && !shared.contains(device)
                            ? Settled.CLAIMED
                            : link(customer, device);
                }
                case Step.Merge merge -> merge(mergeId(merge.a(), merge.b()), customer(merge.a()), customer(merge.b()));
                case Step.Unmerge unmerge ->
                    merges.remove(mergeId(unmerge.a(), unmerge.b())) == null ? Settled.UNKNOWN : Settled.UNMERGED;
                case Step.Crowd crowd -> throw new IllegalArgumentException("Not a single step");
            };
        }

        private Outcome link(IdentityKey customer, IdentityKey device) {
            named.add(device);
            if (shared.contains(device)) {
                return Settled.SHARED;
            }
            var owner = owners.get(device);
            if (owner == null) {
                if (partition().get(customer).size() == 100) {
                    return Settled.TOO_MANY;
                }
                owners.put(device, customer);
                claimed.add(customer);
                return Settled.LINKED;
            }
            if (owner.equals(customer)) {
                return Settled.ALREADY;
            }
            owners.remove(device);
            shared.add(device);
            return new Conflicted(device, owner, customer);
        }

        private Outcome merge(MergeId id, IdentityKey a, IdentityKey b) {
            if (a.equals(b) || merges.containsKey(id)) {
                return Settled.ALREADY;
            }
            var together = new TreeSet<>(partition().get(a));
            together.addAll(partition().get(b));
            if (together.size() > 100) {
                return Settled.TOO_MANY;
            }
            merges.put(id, new Edge(a, b));
            return Settled.LINKED;
        }

        State state() {
            return new State(partition(), Set.copyOf(shared));
        }

        private Map<IdentityKey, Set<IdentityKey>> partition() {
            var person = new HashMap<IdentityKey, Set<IdentityKey>>();
            named.forEach(i -> person.put(i, new TreeSet<>(Set.of(i))));
            owners.forEach((device, owner) -> join(person, device, owner));
            merges.values().forEach(e -> join(person, e.a, e.b));
            return person;
        }

        private static void join(Map<IdentityKey, Set<IdentityKey>> person, IdentityKey a, IdentityKey b) {
            var together = person.get(a);
            together.addAll(person.get(b));
            together.forEach(i -> person.put(i, together));
        }
    }
}
