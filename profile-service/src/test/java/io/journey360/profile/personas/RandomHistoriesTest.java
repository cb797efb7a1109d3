package io.journey360.profile.personas;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.events.ConsentGranted;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.ErasureId;
import io.journey360.events.IdentityGraph;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.Moment;
import io.journey360.events.PersonaAssigned;
import io.journey360.events.PersonaDefined;
import io.journey360.events.PersonaEvaluated;
import io.journey360.events.PersonaId;
import io.journey360.events.PersonaLeft;
import io.journey360.events.ProfileErased;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.events.Retracted;
import io.journey360.events.Sealed;
import io.journey360.events.Served;
import io.journey360.events.TraitsChanged;
import io.journey360.profile.links.FoldedEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is a persona, whatever happens in whatever order, is who the naive evaluation of the rule says. */
class RandomHistoriesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final int HOURS = 150;
    private static final PersonaId PERSONA = PersonaId.named("gold");

    private static final List<String> RULES = List.of(
            "{'event':'served','count':{'from':2}}",
            "{'event':'served','count':{'from':2,'to':4},'within':'PT30H'}",
            "{'not':{'event':'served','within':'PT20H'}}",
            "{'all':[{'event':'served'},{'not':{'event':'interacted','filter':{'action':'complained'},'within':'PT40H'}}]}",
            "{'any':[{'trait':'tier','is':'gold'},{'all':[{'consent':'marketing'},{'event':'interacted','within':'P1D'}]}]}",
            "{'all':[{'trait':'points','is':{'from':50}},{'trait':'tier','is':{'exists':true}}]}",
            "{'any':[{'trait':'tier','is':{'exists':false}},{'event':'served','count':{'from':0,'to':2}}]}");

    static List<String> rules() {
        return RULES;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void whoIsRecordedIsWhomTheRuleHoldsFor(String rule) {
        int changes = 0;
        for (int seed = 0; seed < 6; seed++) {
            var history = new History(JSON.readTree(rule.replace('\'', '"')), seed % 3 == 2, new Random(seed));
            history.live();
            changes += history.changes;
        }
        assertThat(changes).as("how often somebody entered or left").isGreaterThan(25);
    }

    private static final class History {

        private final JsonNode json;
        private final boolean consentDemanded;
        private final Random random;
        private final List<IdentityKey> customers =
                IntStream.range(1, 5).mapToObj(i -> IdentityKey.of(i, 7)).toList();
        private final List<IdentityKey> devices =
                IntStream.range(1, 5).mapToObj(i -> IdentityKey.of(i, 8)).toList();
        private final List<IdentityKey> everybody =
                Stream.concat(customers.stream(), devices.stream()).toList();
        private final IdentityGraph graph = new IdentityGraph();
        private final List<FoldedEvent> told = new ArrayList<>();
        private final Map<String, Map<String, Object>> values = new HashMap<>();
        private final NaivePersona naive = new NaivePersona(told, values);
        private final List<CustomersMerged> merges = new ArrayList<>();
        private final PersonaVersion version;
        private final RuleFold fold;
        private Set<IdentityKey> holdsFor = new HashSet<>();
        private Instant now = START;
        private int events;
        private int changes;

        History(JsonNode json, boolean consentDemanded, Random random) {
            this.json = json;
            this.consentDemanded = consentDemanded;
            this.random = random;
            var rule = RuleReader.read(json);
            version = new PersonaVersion(new PersonaDefined(PERSONA, 1, "Gold", null, json.toString(), START), rule);
            fold = fold(version);
            version.join(fold);
        }

        private RuleFold fold(PersonaVersion version) {
            return new RuleFold(
                    version.rule(),
                    consentDemanded,
                    (change, name) ->
                            Optional.ofNullable(values.get(change.change()).get(name)),
                    new HashSet<>(),
                    version::compare);
        }

        void live() {
            for (int hour = 0; hour < HOURS; hour++) {
                now = START.plus(Duration.ofHours(hour));
                fold.passTime(now.toEpochMilli(), graph.current());
                check(null);
                for (int i = random.nextInt(3); i > 0; i--) {
                    tell(something());
                    check(told.getLast().position());
                }
                if (random.nextInt(4) == 0) {
                    record();
                    assertThat(version.recorded().members().keySet()).isEqualTo(holdsFor);
                }
            }
            readAgain();
        }

        /** From the log alone, as after a restart. */
        private void readAgain() {
            var restarted = new PersonaVersion(version.definition(), version.rule());
            var again = fold(restarted);
            var identities = new IdentityGraph();
            for (var event : told) {
                identities.apply(event.position(), event.event());
                var before = identities.asOf(event.position() - 1);
                again.fold(
                        event, before, identities.current(), Regrouped.by(event.event(), before, identities.current()));
            }
            again.passTime(now.toEpochMilli(), identities.current());
            assertThat(everybody).allSatisfy(one -> {
                assertThat(again.holdsFor(one)).isEqualTo(fold.holdsFor(one));
                if (fold.holdsFor(one)) {
                    assertThat(again.standing(one).map(RuleFold.Standing::because))
                            .isEqualTo(fold.standing(one).map(RuleFold.Standing::because));
                }
            });
        }

        /** @param position of the event that was just told; null when only time passed */
        private void check(@Nullable Long position) {
            var persons = graph.current();
            var expected = new HashSet<IdentityKey>();
            for (var identity : everybody) {
                var members = persons.identitiesOf(identity);
                if (persons.personOf(identity).equals(identity)
                        && members.stream().anyMatch(naive::isKnown)
                        && naive.holds(json, members, now)
                        && (!consentDemanded
                                || naive.holds(JSON.readTree("{\"consent\":\"analytics\"}"), members, now))) {
                    expected.add(identity);
                }
            }
            for (var identity : everybody) {
                assertThat(fold.holdsFor(identity))
                        .as("%s at %s, position %s", identity, now, position)
                        .isEqualTo(expected.contains(identity));
                if (expected.contains(identity) != holdsFor.contains(identity)) {
                    changes++;
                    fold.standing(identity).ifPresent(standing -> {
                        var because = standing.because();
                        assertThat(because).isNotNull();
                        assertThat(because.position()).isEqualTo(position);
                        if (position == null) {
                            assertThat(because.moment()).isEqualTo(now);
                        }
                    });
                }
                assertThat(fold.ask(persons.identitiesOf(identity), now.toEpochMilli())
                                .failing())
                        .matches(failing -> failing.isEmpty() || !expected.contains(identity));
            }
            holdsFor = expected;
        }

        private void record() {
            for (var step : version.due(graph.current(), now, 100)) {
                var event = step.event();
                if (event instanceof PersonaAssigned assigned) {
                    assertThat(step.sequence()).isEqualTo(version.recorded().steps(assigned.identity()));
                    version.record(assigned);
                } else if (event instanceof PersonaLeft left) {
                    assertThat(step.sequence()).isEqualTo(version.recorded().steps(left.identity()));
                    version.record(left);
                } else if (event instanceof PersonaEvaluated evaluated) {
                    assertThat(evaluated.people()).isEqualTo(holdsFor.size());
                    version.record(evaluated);
                }
            }
        }

        private void tell(PublishedEvent event) {
            long position = told.size() + 1;
            graph.apply(position, event);
            var folded = new FoldedEvent(position, now, "message-" + position, event);
            told.add(folded);
            var before = graph.asOf(position - 1);
            if (event instanceof ProfileErased erased) {
                version.record(erased);
            }
            fold.fold(folded, before, graph.current(), Regrouped.by(event, before, graph.current()));
        }

        private PublishedEvent something() {
            var customer = oneOf(customers);
            return switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> new Served(moment(customer, null), null, null, null, null);
                case 5, 6 -> new Interacted(moment(null, oneOf(devices)), "complained");
                case 7 -> new Interacted(moment(customer, null), "looked");
                case 8, 9 -> new Served(moment(customer, oneOf(devices)), null, null, null, null);
                case 10, 11 -> new Retracted("shop", "r-" + told.size(), "e-" + random.nextInt(events + 3), now);
                case 12 -> merge();
                case 13 -> merges.isEmpty() ? merge() : unmerge();
                case 14 -> consent("analytics");
                case 15 -> random.nextBoolean() ? consent("marketing") : consent("analytics");
                case 16 -> consent("analytics");
                case 17 -> traits();
                case 18 -> random.nextInt(4) == 0 ? erasure() : traits();
                default -> random.nextInt(3) == 0 ? retention() : traits();
            };
        }

        private Moment moment(@Nullable IdentityKey customer, @Nullable IdentityKey device) {
            return new Moment(
                    customer, device, around(), "shop", "e-" + events++, null, null, null, null, null, null, Map.of());
        }

        /** Mostly of late, sometimes long ago or dated ahead. */
        private Instant around() {
            return now.minus(Duration.ofHours(random.nextInt(6) == 0 ? random.nextInt(60) : random.nextInt(4) - 2));
        }

        private PublishedEvent merge() {
            var one = random.nextInt(customers.size());
            var other = (one + 1 + random.nextInt(customers.size() - 1)) % customers.size();
            var merge = new CustomersMerged(
                    new MergeId("merge-" + Math.min(one, other) + "-" + Math.max(one, other)),
                    customers.get(one),
                    customers.get(other),
                    now);
            merges.add(merge);
            return merge;
        }

        private PublishedEvent unmerge() {
            var merge = merges.remove(random.nextInt(merges.size()));
            return new MergeUndone(merge.merge(), merge.first(), merge.second(), now);
        }

        private PublishedEvent consent(String purpose) {
            var known = customers.stream().filter(naive::isKnown).toList();
            if (known.isEmpty()) {
                return new Served(moment(oneOf(customers), null), null, null, null, null);
            }
            var identity = oneOf(known);
            var statement = "s-" + told.size();
            return random.nextInt(3) > 0
                    ? new ConsentGranted(identity, purpose, statement, "1", "desk", null, around())
                    : new ConsentWithdrawn(identity, purpose, statement, "1", "desk", null, around());
        }

        private PublishedEvent traits() {
            var change = "change-" + told.size();
            var changed = new HashMap<String, Object>();
            if (random.nextBoolean()) {
                changed.put("tier", random.nextBoolean() ? "gold" : "silver");
            }
            if (random.nextBoolean()) {
                changed.put("points", BigDecimal.valueOf(random.nextInt(100)));
            }
            values.put(change, changed);
            var sealed = new HashMap<String, Sealed>();
            changed.keySet().forEach(name -> sealed.put(name, new Sealed("v1.AAAA")));
            var removed = Stream.of("tier", "points")
                    .filter(name -> !changed.containsKey(name) && random.nextBoolean())
                    .toList();
            return new TraitsChanged(oneOf(everybody), change, "shop", sealed, removed, null, null, around());
        }

        private PublishedEvent erasure() {
            var whose = graph.current().identitiesOf(oneOf(customers));
            merges.removeIf(merge -> whose.contains(merge.first()));
            return new ProfileErased(new ErasureId("erasure-" + told.size()), whose, 0, now);
        }

        private PublishedEvent retention() {
            return new RetentionDue(
                    RetentionId.named("short"),
                    new RetentionRunId("retention-run-" + told.size()),
                    random.nextBoolean() ? List.of("served", "traits") : List.of("interacted"),
                    now.minus(Duration.ofHours(random.nextInt(40))),
                    random.nextBoolean() ? List.of() : List.of(oneOf(customers)),
                    now);
        }

        private <T> T oneOf(List<T> some) {
            return some.get(random.nextInt(some.size()));
        }
    }
}
