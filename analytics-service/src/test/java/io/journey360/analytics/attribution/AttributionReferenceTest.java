package io.journey360.analytics.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.history.Asker;
import io.journey360.analytics.history.Happening;
import io.journey360.analytics.history.RandomFilter;
import io.journey360.analytics.history.RandomHistory;
import io.journey360.analytics.history.RandomRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The engine against the definition, on random histories; every figure is recomputed from the events behind it too. */
class AttributionReferenceTest {

    private static final int QUESTIONS = 60;
    private static final List<String> EVENTS = List.of("discovered", "interacted", "booked", "reviewed");

    private record Goal(Happening goal, List<Happening> touches) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyAnswerIsWhatTheDefinitionSays(long seed) {
        var random = new Random(seed);
        var history = new RandomHistory(random);
        try (var asker = new Asker(history, random)) {
            for (int i = 0; i < QUESTIONS; i++) {
                var request = request(random, history);
                long position = history.position(random);
                var answered = asker.ask(new AttributionKind(), request, position, 0);
                var goals = goals(history, request, position);

                assertSame(answered.json, goals, request);
                if (i % 4 == 0) {
                    for (var pointer : answered.figures(".*/key")) {
                        assertExplained(answered.json, pointer, answered.explain(pointer), request);
                    }
                }
            }
        }
    }

    private static void assertSame(JsonNode answer, List<Goal> goals, AttributionRequest request) {
        assertThat(answer.get("goals").asInt()).as(request.toString()).isEqualTo(goals.size());
        assertValues(answer.get("values"), amounts(goals, g -> 1.0), request);
        var without = goals.stream().filter(g -> g.touches.isEmpty()).toList();
        assertThat(answer.at("/unattributed/goals").asInt()).isEqualTo(without.size());
        assertValues(answer.at("/unattributed/values"), amounts(without, g -> 1.0), request);
        var credits = answer.get("credits");
        double previous = Double.MAX_VALUE;
        double sum = 0;
        for (var credit : credits) {
            double expected = 0;
            int touched = 0;
            for (var goal : goals) {
                expected += share(goal, credit, credits, request);
                touched += goal.touches.stream().anyMatch(t -> inPart(t, request, credit, credits)) ? 1 : 0;
            }
            assertThat(credit.get("count").asDouble()).as(request.toString()).isCloseTo(expected, within(1e-6));
            assertThat(credit.get("goals").asInt()).isEqualTo(touched);
            assertValues(
                    credit.get("values"),
                    amounts(
                            goals.stream()
                                    .filter(g -> g.touches.stream().anyMatch(t -> inPart(t, request, credit, credits)))
                                    .toList(),
                            g -> share(g, credit, credits, request)),
                    request);
            assertThat(credit.get("count").asDouble()).isLessThanOrEqualTo(previous);
            previous = credit.get("count").asDouble();
            sum += previous;
        }
        if (!Objects.equals(request.model(), "participation")) {
            assertThat(sum).isCloseTo(goals.size() - without.size(), within(1e-4));
        }
    }

    private static void assertValues(JsonNode values, Map<String, Double> expected, AttributionRequest request) {
        assertThat(values).hasSize(expected.size());
        int at = 0;
        for (var currency : expected.keySet()) {
            var value = values.get(at++);
            int decimals = currency.equals("JPY") ? 0 : 2;
            assertThat(value.get("currency").asString()).isEqualTo(currency);
            assertThat(value.get("amount").decimalValue().scale()).isLessThanOrEqualTo(decimals);
            assertThat(value.get("amount").asDouble())
                    .as(request.toString())
                    .isCloseTo(
                            Objects.requireNonNull(expected.get(currency)), within(0.5001 * Math.pow(10, -decimals)));
        }
    }

    private interface Share {
        double of(Goal goal);
    }

    private static Map<String, Double> amounts(List<Goal> goals, Share share) {
        var amounts = new TreeMap<String, Double>();
        for (var goal : goals) {
            var money = goal.goal.event().moment().value();
            if (money != null) {
                amounts.merge(money.currency(), money.amount().doubleValue() * share.of(goal), Double::sum);
            }
        }
        return amounts;
    }

    private static void assertExplained(
            JsonNode answer, String pointer, List<Asker.Contribution> contributions, AttributionRequest request) {
        var credits = answer.get("credits");
        var credit = pointer.startsWith("/credits/") ? answer.at(pointer.replaceAll("(/credits/\\d+)/.*", "$1")) : null;
        if (pointer.endsWith("/goals")) {
            assertThat(contributions).as(pointer).hasSize(answer.at(pointer).asInt());
            return;
        }
        double sum = 0;
        for (var contribution : contributions) {
            // The last event is the goal, all others are its touches; only of two goals at the same time it cannot be
            // told which.
            long last = contribution.last().time();
            var goals = contribution.events().stream()
                    .filter(e -> e.time() == last && e.matches(Objects.requireNonNull(request.goal())))
                    .toList();
            assertThat(goals).isNotEmpty();
            if (goals.size() == 1) {
                var goal = goals.getFirst();
                var touches = new ArrayList<>(contribution.events());
                touches.remove(goal);
                var money = goal.event().moment().value();
                double amount = pointer.endsWith("/amount")
                        ? Objects.requireNonNull(money).amount().doubleValue()
                        : 1;
                double value = amount * (credit == null ? 1 : share(new Goal(goal, touches), credit, credits, request));
                assertThat(contribution.value()).as(pointer).isCloseTo(value, within(1e-9 * Math.max(1, amount)));
            }
            sum += contribution.value();
        }
        assertThat(sum)
                .as(pointer)
                .isCloseTo(answer.at(pointer).asDouble(), within(pointer.endsWith("/amount") ? 0.5001 : 1e-5));
    }

    // What follows is the definition, word by word.

    private static List<Goal> goals(RandomHistory history, AttributionRequest request, long position) {
        long lookback = Duration.parse(Objects.requireNonNullElse(request.lookback(), "P30D"))
                .toMillis();
        var by = Objects.requireNonNullElse(request.by(), "channel");
        var goals = new ArrayList<Goal>();
        for (var person : history.persons(position, request.filter())) {
            var events =
                    person.stream().filter(e -> e.matches(request.filter())).toList();
            for (var goal : events) {
                if (!goal.matches(Objects.requireNonNull(request.goal()))
                        || !RandomRange.has(request.from(), request.to(), goal)) {
                    continue;
                }
                goals.add(new Goal(
                        goal,
                        events.stream()
                                .filter(e -> e != goal
                                        && e.value(by) != null
                                        && request.touches().stream().anyMatch(e::matches)
                                        && e.time() <= goal.time()
                                        && goal.time() - e.time() <= lookback)
                                .toList()));
            }
        }
        return goals;
    }

    private static boolean inPart(Happening touch, AttributionRequest request, JsonNode credit, JsonNode credits) {
        var own = touch.value(Objects.requireNonNullElse(request.by(), "channel"));
        if (!credit.get("other").asBoolean()) {
            return Objects.equals(own, key(credit));
        }
        for (var named : credits) {
            if (!named.get("other").asBoolean() && Objects.equals(own, key(named))) {
                return false;
            }
        }
        return true;
    }

    private static Object key(JsonNode credit) {
        var key = credit.get("key");
        return key.isBoolean() ? key.asBoolean() : key.isNumber() ? (Object) key.asInt() : key.asString();
    }

    private static double share(Goal goal, JsonNode credit, JsonNode credits, AttributionRequest request) {
        var touches = goal.touches;
        int n = touches.size();
        double share = 0;
        for (int i = 0; i < n; i++) {
            if (inPart(touches.get(i), request, credit, credits)) {
                double weight = weight(goal, i, request);
                share = Objects.equals(request.model(), "participation") ? 1 : share + weight;
            }
        }
        return share;
    }

    private static double weight(Goal goal, int i, AttributionRequest request) {
        int n = goal.touches.size();
        return switch (Objects.requireNonNull(request.model())) {
            case "first" -> i == 0 ? 1 : 0;
            case "last" -> i == n - 1 ? 1 : 0;
            case "linear" -> 1.0 / n;
            case "u" -> position(0.4, 0.4, i, n);
            case "j" -> position(0.2, 0.6, i, n);
            case "inverse-j" -> position(0.6, 0.2, i, n);
            case "time-decay" -> {
                double sum = goal.touches.stream()
                        .mapToDouble(t -> decayed(goal, t, request))
                        .sum();
                yield decayed(goal, goal.touches.get(i), request) / sum;
            }
            default -> 1;
        };
    }

    private static double position(double first, double last, int i, int n) {
        if (n == 1) {
            return 1;
        }
        if (n == 2) {
            return (i == 0 ? first : last) / (first + last);
        }
        return i == 0 ? first : i == n - 1 ? last : (1 - first - last) / (n - 2);
    }

    private static double decayed(Goal goal, Happening touch, AttributionRequest request) {
        double halfLife = Duration.parse(Objects.requireNonNullElse(request.halfLife(), "P7D"))
                .toMillis();
        return Math.pow(2, -(goal.goal.time() - touch.time()) / halfLife);
    }

    private static AttributionRequest request(Random random, RandomHistory history) {
        var range = RandomRange.of(random, history);
        var touches = random.nextBoolean()
                ? List.of(RandomFilter.step(random, EVENTS))
                : List.of(
                        RandomFilter.step(random, EVENTS),
                        RandomFilter.step(random, EVENTS),
                        RandomFilter.step(random, EVENTS));
        return new AttributionRequest(
                RandomFilter.step(random, EVENTS),
                new ArrayList<>(touches),
                RandomFilter.breakdown(random),
                AttributionModel.values()[random.nextInt(AttributionModel.values().length)].wireName(),
                random.nextBoolean() ? "P2D" : null,
                random.nextBoolean()
                        ? Duration.ofMillis(Math.max(1, random.nextInt(12) * history.tick()))
                                .toString()
                        : null,
                range.from(),
                range.to(),
                null,
                RandomFilter.of(random),
                null);
    }
}
