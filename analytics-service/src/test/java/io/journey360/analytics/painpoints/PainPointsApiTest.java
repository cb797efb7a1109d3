package io.journey360.analytics.painpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.analytics.scorecard.Intervals;
import io.journey360.analytics.scorecard.Told;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Phase;
import io.journey360.events.Reviewed;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ranking recomputed by hand from random histories. */
class PainPointsApiTest {

    private static final String PAIN_POINTS = "/api/v1/analytics/pain-points";
    private static final double PROMISED_WAIT = 20_000;
    private static final double PROMISED_DROP_OFF = 0.001;

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;
    private static Told told;

    @BeforeAll
    static void letThingsGoWrong() {
        analytics = new RunningAnalytics(folder);
        analytics.append(List.of(
                declared("t0", Map.of("waitSeconds", PROMISED_WAIT)),
                declared("t1", Map.of("dropOff", PROMISED_DROP_OFF, "noShowRate", 0.9)),
                declared("t8", Map.of("waitSeconds", 1.0))));
        var events = Told.random(new Random(99), 800);
        analytics.append(Events.collected(events));
        told = new Told(events, Set.of(), Instant.now(), happening -> true);
    }

    private static DomainEventMessage<TouchpointDeclared> declared(String id, Map<String, Double> target) {
        return Events.published(
                "declared-" + id,
                new TouchpointDeclared(
                        TouchpointId.named(id),
                        "Touchpoint " + id,
                        null,
                        null,
                        Phase.DURING,
                        "desk team",
                        target,
                        false,
                        Events.START));
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void touchpointsAreRankedByTheFormula() {
        var answer = get(PAIN_POINTS);

        var expected = new TreeMap<String, Double>();
        told.touchpoints().forEach(touchpoint -> expected.put(touchpoint, score(touchpoint)));
        assertThat(answer.get("painPointCount").asInt()).isEqualTo(expected.size()); // not t8, which nobody met
        double last = Double.MAX_VALUE;
        for (var point : answer.get("painPoints")) {
            var touchpoint = point.get("touchpoint").asString();
            assertThat(point.get("score").asDouble())
                    .as(touchpoint)
                    .isEqualTo(expected.get(touchpoint), within(1e-6))
                    .isLessThanOrEqualTo(last);
            last = point.get("score").asDouble();
        }
        assertThat(answer.get("painPoints")).hasSize(expected.size());
        assertThat(get(PAIN_POINTS + "?limit=1").get("painPoints")).hasSize(1);
        assertThat(answer.get("formula").asString()).contains("people × severity");
    }

    private static double score(String touchpoint) {
        long people = told.met(touchpoint).size();
        var reviews = told.eventsAt(touchpoint).stream()
                .filter(h -> h.event() instanceof Reviewed)
                .toList();
        long low = reviews.stream()
                .filter(h -> h.nps() != null ? h.nps() <= 6 : ((Reviewed) h.event()).score() < 3)
                .count();
        double lowScore =
                reviews.isEmpty() ? 0 : Intervals.share(low, reviews.size()).low();
        double cancelled = (double) told.people(touchpoint, h -> h.type() == JourneyEventType.CANCELLED) / people;
        double noShow = (double) told.people(touchpoint, h -> h.type() == JourneyEventType.NO_SHOW) / people;
        double dropOff = (double) told.ended(touchpoint) / people;
        double average =
                (double) told.touchpoints().stream().mapToLong(told::ended).sum()
                        / told.touchpoints().stream()
                                .mapToLong(each -> told.met(each).size())
                                .sum();
        double wait = mean(told.waits(touchpoint));
        double averageWait = mean(told.touchpoints().stream()
                .flatMap(each -> told.waits(each).stream())
                .toList());
        double broken =
                switch (touchpoint) {
                    case "t0" -> missed(wait, PROMISED_WAIT);
                    case "t1" -> missed(dropOff, PROMISED_DROP_OFF); // few enough no-shows
                    default -> 0;
                };
        double waiting = touchpoint.equals("t0") || wait <= averageWait ? 0 : 1 - averageWait / wait;
        return people
                * (1
                        - (1 - lowScore)
                                * (1 - cancelled)
                                * (1 - noShow)
                                * (1 - Math.max(0, dropOff - average))
                                * (1 - broken)
                                * (1 - waiting));
    }

    /** Of measures that are better the lower: the share of the actual value that is beyond the promise. */
    private static double missed(double actual, double promised) {
        return Math.max(0, 1 - promised / actual);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElse(0);
    }

    @Test
    void theScoreFollowsFromThePartsInTheAnswer() {
        for (var point : get(PAIN_POINTS).get("painPoints")) {
            double unhurt = 1;
            for (var part : List.of("lowScore", "cancelled", "noShow", "dropOff", "brokenPromise", "waiting")) {
                unhurt *= 1 - point.at("/" + part + "/part").asDouble(0);
            }
            assertThat(point.get("severity").asDouble()).isEqualTo(1 - unhurt, within(1e-12));
            assertThat(point.get("score").asDouble())
                    .isEqualTo(point.get("people").asLong() * (1 - unhurt), within(1e-9));
            assertThat(point.at("/dropOff/part").asDouble())
                    .isEqualTo(
                            Math.max(
                                    0,
                                    point.at("/dropOff/share").asDouble()
                                            - point.at("/dropOff/average").asDouble()),
                            within(1e-12));
        }
    }

    @Test
    void aTouchpointsFiguresAreThoseOfItsScorecard() {
        var cards = get("/api/v1/analytics/touchpoints").get("touchpoints");
        for (var point : get(PAIN_POINTS).get("painPoints")) {
            var card = cards.valueStream()
                    .filter(each -> each.get("touchpoint").equals(point.get("touchpoint")))
                    .findFirst()
                    .orElseThrow();
            assertThat(point.get("people")).isEqualTo(card.at("/volume/people"));
            assertThat(point.at("/dropOff/share")).isEqualTo(card.at("/dropOff/share"));
            assertThat(point.at("/lowScore/answers")).isEqualTo(card.at("/lowScores/answers"));
            assertThat(point.at("/waiting/meanSeconds")).isEqualTo(card.at("/waiting/meanSeconds"));
        }
    }

    @Test
    void lowAnswersCancellationsAndNoShowsAreThePainPointsOfThe360View() {
        var kinds = new TreeMap<String, Integer>();
        for (var person : told.everybody().keySet()) {
            for (var point : get("/api/v1/customers/" + person + "/journey").get("painPoints")) {
                if (point.hasNonNull("touchpoint")) {
                    kinds.merge(point.get("kind").asString(), 1, Integer::sum);
                }
            }
        }
        var low = get("/api/v1/analytics/touchpoints")
                .get("touchpoints")
                .valueStream()
                .mapToInt(card -> card.at("/lowScores/answers").asInt())
                .sum();
        assertThat(low).isEqualTo(kinds.get("low-score")).isPositive();
    }

    @Test
    void everyFigureFollowsFromTheEventsListed() {
        var answer = get(PAIN_POINTS);
        for (int i = 0; i < answer.get("painPoints").size(); i++) {
            var at = "/painPoints/" + i;
            var point = answer.at(at);
            for (var people : List.of("/people", "/cancelled/people", "/noShow/people", "/dropOff/people")) {
                assertThat(Explanations.people(explained(answer, at + people)))
                        .isEqualTo(point.at(people).asLong());
            }
            assertThat(explained(answer, at + "/score"))
                    .hasSize(point.get("people").asInt());
            assertThat(explained(answer, at + "/lowScore/answers"))
                    .hasSize(point.at("/lowScore/answers").asInt());
            assertThat(explained(answer, at + "/lowScore/of"))
                    .hasSize(point.at("/lowScore/of").asInt());
            assertThat((double) explained(answer, at + "/dropOff/average").size()
                            / told.touchpoints().stream()
                                    .mapToLong(each -> told.met(each).size())
                                    .sum())
                    .isEqualTo(point.at("/dropOff/average").asDouble(), within(1e-12));
            if (point.has("waiting")) {
                for (var mean : List.of("/waiting/meanSeconds", "/waiting/averageSeconds")) {
                    assertThat(mean(explained(answer, at + mean).stream()
                                    .map(Explanations.Item::seconds)
                                    .toList()))
                            .isEqualTo(point.at(mean).asDouble(), within(1e-6));
                }
            }
            if (point.has("brokenPromise") && point.get("touchpoint").asString().equals("t0")) {
                assertThat(mean(explained(answer, at + "/brokenPromise/actual").stream()
                                .map(Explanations.Item::seconds)
                                .toList()))
                        .isEqualTo(point.at("/brokenPromise/actual").asDouble(), within(1e-6));
            }
        }
    }

    private static List<Explanations.Item> explained(JsonNode answer, String pointer) {
        return Explanations.of(analytics.http(), answer, pointer);
    }

    @Test
    void badRequestsAreRefusedWithWhatIsWrong() {
        var problem = JsonMapper.shared()
                .readTree(analytics
                        .http()
                        .get()
                        .uri(PAIN_POINTS + "?limit=0&goal=bought")
                        .exchange()
                        .expectStatus()
                        .isBadRequest()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
        assertThat(problem.get("errors")
                        .valueStream()
                        .map(error -> error.get("pointer").asString()))
                .containsExactlyInAnyOrder("/limit", "/goal");
    }

    private static JsonNode get(String uri) {
        return JsonMapper.shared()
                .readTree(analytics
                        .http()
                        .get()
                        .uri(uri)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }
}
