package io.journey360.analytics.scorecard;

import static io.journey360.analytics.running.Events.retraction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.JourneyEventType;
import io.journey360.events.Phase;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
import io.journey360.events.TouchpointRetired;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScorecardApiTest {

    private static final String SCORECARD = "/api/v1/analytics/touchpoints";

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;
    private static Told told;

    @BeforeAll
    static void meetPeople() {
        analytics = new RunningAnalytics(folder, "journey.index.attributes=handlingSeconds");
        analytics.append(List.of(
                declared("t0", Map.of("waitSeconds", 40_000.0, "nps", -10.0, "bookingRate", 0.9)),
                declared("t1", Map.of("handlingSeconds", 250.0, "dropOff", 0.01, "shine", 3.0)),
                declared("t2", Map.of("csat", 0.3, "cancellationRate", 0.5, "noShowRate", 0.0, "conversion", 0.1)),
                declared("t3", Map.of()),
                declared("t9", Map.of("nps", 1.0)),
                Events.published("t3-gone", new TouchpointRetired(TouchpointId.named("t3"), Events.START))));
        var events = Told.random(new Random(77), 700);
        var retracted = IntStream.range(0, events.size())
                .filter(i -> i % 50 == 7 && events.get(i).moment().anonymous() == null)
                .mapToObj(i -> "e" + i)
                .collect(Collectors.toSet());
        analytics.append(Events.collected(events));
        analytics.append(retracted.stream().map(id -> retraction("r-" + id, id)).toList());
        told = new Told(events, retracted, Instant.now(), happening -> true);
    }

    private static DomainEventMessage<TouchpointDeclared> declared(String id, Map<String, Double> target) {
        return Events.published(
                "declared-" + id,
                new TouchpointDeclared(
                        TouchpointId.named(id),
                        "Touchpoint " + id,
                        "web",
                        "arrive",
                        Phase.DURING,
                        "desk team",
                        target,
                        true,
                        Events.START));
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void touchpointsThatWereDeclaredAndThatWereMetAreListed() {
        var answer = get(SCORECARD);

        assertThat(answer.get("people").asInt()).isEqualTo(told.everybody().size());
        assertThat(answer.get("touchpoints")
                        .valueStream()
                        .map(card -> card.get("touchpoint").asString()))
                .containsExactlyInAnyOrder("t0", "t1", "t2", "t3", "t4", "t9");
        assertThat(answer.get("touchpointCount").asInt()).isEqualTo(6);
        var first = card(answer, "t0");
        assertThat(first.get("declared").asBoolean()).isTrue();
        assertThat(first.get("name").asString()).isEqualTo("Touchpoint t0");
        assertThat(first.get("owner").asString()).isEqualTo("desk team");
        assertThat(first.get("phase").asString()).isEqualTo("during");
        assertThat(first.get("momentOfTruth").asBoolean()).isTrue();
        assertThat(card(answer, "t3").get("declared").asBoolean()).isFalse(); // retired
        assertThat(card(answer, "t4").get("declared").asBoolean()).isFalse();
        assertThat(card(answer, "t4").has("target")).isFalse();
        assertThat(card(answer, "t9").at("/volume/people").asInt()).isZero();
        assertThat(answer.get("impactMeans").asString()).contains("not a cause");
        assertThat(get(SCORECARD + "?limit=2").get("touchpoints")).hasSize(2);
        assertThat(get(SCORECARD + "?limit=2").get("touchpointCount").asInt()).isEqualTo(6);
    }

    @Test
    void promisesAreComparedWithWhatWasMeasured() {
        var answer = get(SCORECARD);

        var first = card(answer, "t0");
        var waits = told.waits("t0");
        double wait = waits.stream().mapToDouble(s -> s).average().orElseThrow();
        assertMeasure(first, "waitSeconds", wait, wait <= 40_000);
        double nps = Told.score(told.eventsAt("t0").stream()
                .map(Told.Happening::nps)
                .filter(Objects::nonNull)
                .toList());
        assertMeasure(first, "nps", nps, nps >= -10);
        double booked = rate("t0", JourneyEventType.BOOKED);
        assertMeasure(first, "bookingRate", booked, booked >= 0.9);

        var second = card(answer, "t1");
        double handling = told.eventsAt("t1").stream()
                .map(h -> h.event().moment().attributes().get("handlingSeconds"))
                .filter(Objects::nonNull)
                .mapToInt(seconds -> (Integer) seconds)
                .average()
                .orElseThrow();
        assertMeasure(second, "handlingSeconds", handling, handling <= 250);
        assertMeasure(
                second, "dropOff", (double) told.ended("t1") / told.met("t1").size(), false);
        assertThat(second.at("/target/shine").asDouble()).isEqualTo(3);
        assertThat(second.at("/actual/shine").isMissingNode()).isTrue();

        var third = card(answer, "t2");
        double cancelled = (double) told.people("t2", h -> h.type() == JourneyEventType.CANCELLED)
                / told.met("t2").size();
        assertMeasure(third, "cancellationRate", cancelled, cancelled <= 0.5);
        double won = (double) Told.with(told.met("t2"), ScorecardApiTest::isGoal)
                / told.met("t2").size();
        assertMeasure(third, "conversion", won, true);
        assertThat(third.at("/gap/csat").asDouble())
                .isEqualTo(third.at("/csat/satisfied").asDouble() - 0.3, within(1e-9));
        double served = (double) Told.with(told.met("t2"), h -> h.type() == JourneyEventType.SERVED)
                / told.met("t2").size();
        assertThat(card(get(SCORECARD + "?goal=served"), "t2")
                        .at("/actual/conversion")
                        .asDouble())
                .isEqualTo(served, within(1e-9));
    }

    private static boolean isGoal(Told.Happening happening) {
        return happening.type() == JourneyEventType.BOOKED || happening.type() == JourneyEventType.SERVED;
    }

    private static double rate(String touchpoint, JourneyEventType type) {
        return (double) Told.with(told.met(touchpoint), h -> h.type() == type)
                / told.met(touchpoint).size();
    }

    private static void assertMeasure(JsonNode card, String measure, double actual, boolean kept) {
        assertThat(card.at("/actual/" + measure).asDouble()).as(measure).isEqualTo(actual, within(1e-6));
        assertThat(card.at("/gap/" + measure).asDouble())
                .isEqualTo(actual - card.at("/target/" + measure).asDouble(), within(1e-6));
        assertThat(card.at("/kept/" + measure).asBoolean()).as(measure).isEqualTo(kept);
    }

    @Test
    void impactComparesThoseWhoMetATouchpointWithTheOthers() {
        var impact = card(get(SCORECARD), "t2").get("impact");
        var met = told.met("t2");
        var others = told.others("t2");
        long converted = Told.with(met, ScorecardApiTest::isGoal);
        long othersConverted = Told.with(others, ScorecardApiTest::isGoal);
        var interval = Objects.requireNonNull(
                Intervals.shareDifference(converted, met.size(), othersConverted, others.size()));

        assertThat(impact.at("/conversion/met/converted").asLong()).isEqualTo(converted);
        assertThat(impact.at("/conversion/others/rate").asDouble()).isEqualTo((double) othersConverted / others.size());
        assertThat(impact.at("/conversion/difference").asDouble())
                .isEqualTo((double) converted / met.size() - (double) othersConverted / others.size(), within(1e-9))
                .isBetween(interval.low(), interval.high());
        assertThat(impact.at("/conversion/low").asDouble()).isEqualTo(interval.low(), within(1e-9));
        assertThat(impact.at("/conversion/high").asDouble()).isEqualTo(interval.high(), within(1e-9));
        assertThat(impact.at("/nps/difference").asDouble())
                .isEqualTo(Told.score(Told.lastAnswers(met)) - Told.score(Told.lastAnswers(others)), within(1e-9))
                .isBetween(
                        impact.at("/nps/low").asDouble(), impact.at("/nps/high").asDouble());
    }

    @Test
    void filtersAndRangesSayWhatCounts() {
        var web = told.counting(h -> "web".equals(h.event().moment().channel()));
        for (var answer : List.of(
                get(SCORECARD + "?channel=web"),
                read(analytics
                        .http()
                        .post()
                        .uri(SCORECARD)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"filter\": {\"channel\": {\"not\": \"branch\"}}}")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody()))) {
            assertThat(answer.get("people").asInt()).isEqualTo(web.everybody().size());
            assertThat(card(answer, "t1").at("/dropOff/people").asLong()).isEqualTo(web.ended("t1"));
        }
        var end = Events.START.plus(Duration.ofHours(40));
        var early = told.counting(h -> h.event().moment().occurredAt().isBefore(end));
        assertThat(card(get(SCORECARD + "?to=" + end), "t1")
                        .at("/volume/people")
                        .asInt())
                .isEqualTo(early.met("t1").size());
        assertThat(get(SCORECARD + "?asOf=0").get("touchpoints")).isEmpty();
    }

    @Test
    void everyFigureFollowsFromTheEventsListed() {
        var answer = get(SCORECARD);
        assertThat(Explanations.people(explained(answer, "/people")))
                .isEqualTo(answer.get("people").asLong());
        for (int i = 0; i < answer.get("touchpoints").size(); i++) {
            explain(answer, i);
        }
    }

    private static void explain(JsonNode answer, int number) {
        var card = answer.get("touchpoints").get(number);
        var at = "/touchpoints/" + number;
        long people = card.at("/volume/people").asLong();
        assertThat(explained(answer, at + "/volume/events"))
                .hasSize(card.at("/volume/events").asInt())
                .allSatisfy(item -> assertThat(
                                told.event(item.events().getFirst().id()).touchpoint())
                        .isEqualTo(card.get("touchpoint").asString()));
        assertPeople(answer, at + "/volume/people", people);
        for (var part : List.of("dropOff", "cancelled", "noShow")) {
            assertPeople(
                    answer,
                    at + "/" + part + "/people",
                    card.at("/" + part + "/people").asLong());
            assertShare(answer, at + "/" + part + "/share", people);
        }
        if (card.has("waiting")) {
            assertThat(explained(answer, at + "/waiting/n"))
                    .hasSize(card.at("/waiting/n").asInt());
            assertSeconds(answer, at + "/waiting/meanSeconds");
        }
        if (card.has("nps")) {
            assertScore(answer, at + "/nps/score");
            assertThat(explained(answer, at + "/nps/detractors"))
                    .hasSize(card.at("/nps/detractors").asInt());
        }
        if (card.has("actual")) {
            card.get("actual").propertyNames().forEach(measure -> {
                var pointer = at + "/actual/" + measure;
                switch (measure) {
                    case "waitSeconds" -> assertSeconds(answer, pointer);
                    case "nps" -> assertScore(answer, pointer);
                    case "csat" ->
                        assertThat((double) explained(answer, pointer).size()
                                        / card.at("/csat/n").asInt())
                                .isEqualTo(answer.at(pointer).asDouble());
                    case "handlingSeconds" ->
                        assertThat(explained(answer, pointer).stream()
                                        .mapToInt(item -> (Integer) Objects.requireNonNull(told.event(
                                                        item.events().getFirst().id())
                                                .event()
                                                .moment()
                                                .attributes()
                                                .get("handlingSeconds")))
                                        .average()
                                        .orElseThrow())
                                .isEqualTo(answer.at(pointer).asDouble(), within(1e-9));
                    default -> assertShare(answer, pointer, people);
                }
                assertThat(explained(answer, at + "/gap/" + measure)).isEqualTo(explained(answer, pointer));
            });
        }
        for (var side : List.of("met", "others")) {
            var conversion = at + "/impact/conversion/" + side;
            assertPeople(answer, conversion + "/n", answer.at(conversion + "/n").asLong());
            assertPeople(
                    answer,
                    conversion + "/converted",
                    answer.at(conversion + "/converted").asLong());
            assertShare(
                    answer, conversion + "/rate", answer.at(conversion + "/n").asLong());
            var nps = at + "/impact/nps/" + side;
            assertThat(explained(answer, nps + "/n"))
                    .hasSize(answer.at(nps + "/n").asInt());
            assertThat(explained(answer, nps + "/promoters"))
                    .hasSize(answer.at(nps + "/promoters").asInt());
            assertThat(explained(answer, nps + "/detractors"))
                    .hasSize(answer.at(nps + "/detractors").asInt());
            if (answer.at(nps).has("score")) {
                assertScore(answer, nps + "/score");
            }
        }
        for (var impact : List.of("conversion", "nps")) {
            var pointer = at + "/impact/" + impact + "/difference";
            if (!answer.at(pointer).isMissingNode()) {
                assertThat(explained(answer, pointer).stream()
                                .mapToDouble(item -> Objects.requireNonNull(item.value()))
                                .sum())
                        .isEqualTo(answer.at(pointer).asDouble(), within(1e-9));
            }
        }
    }

    private static void assertPeople(JsonNode answer, String pointer, long people) {
        var items = explained(answer, pointer);
        assertThat(items).as(pointer).hasSize((int) people);
        assertThat(Explanations.people(items)).isEqualTo(people);
    }

    private static void assertShare(JsonNode answer, String pointer, long of) {
        assertThat(of == 0 ? 0 : (double) explained(answer, pointer).size() / of)
                .as(pointer)
                .isEqualTo(answer.at(pointer).asDouble());
    }

    private static void assertSeconds(JsonNode answer, String pointer) {
        var items = explained(answer, pointer);
        assertThat(items).allSatisfy(item -> {
            assertThat(Set.of("called", "served"))
                    .contains(item.events().getLast().event());
            assertThat(item.events().getFirst().event()).isEqualTo("checked-in");
            assertThat(item.value()).isEqualTo(item.seconds());
        });
        assertThat(items.stream()
                        .mapToDouble(Explanations.Item::seconds)
                        .average()
                        .orElseThrow())
                .isEqualTo(answer.at(pointer).asDouble(), within(1e-6));
    }

    private static void assertScore(JsonNode answer, String pointer) {
        assertThat(Told.score(explained(answer, pointer).stream()
                        .map(item -> Objects.requireNonNull(
                                told.event(item.events().getLast().id()).nps()))
                        .toList()))
                .as(pointer)
                .isEqualTo(answer.at(pointer).asDouble(), within(1e-9));
    }

    private static List<Explanations.Item> explained(JsonNode answer, String pointer) {
        return Explanations.of(analytics.http(), answer, pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "?goal=bought, /goal",
        "?goal=booked&goal=sold, /goal",
        "?limit=0, /limit",
        "?limit=1001, /limit",
        "?limit=few, /limit",
        "?to=soon, /to",
        "?zone=Mars, /zone",
        "?event=arrived, /event",
        "?by=channel, /by"
    })
    void badRequestsAreRefusedWithWhatIsWrong(String parameters, String pointer) {
        var problem = read(analytics
                .http()
                .get()
                .uri(SCORECARD + parameters)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .returnResult()
                .getResponseBody());
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    }

    private static JsonNode card(JsonNode answer, String touchpoint) {
        return answer.get("touchpoints")
                .valueStream()
                .filter(card -> card.get("touchpoint").asString().equals(touchpoint))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode get(String uri) {
        return read(analytics
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

    private static JsonNode read(byte[] body) {
        return JsonMapper.shared().readTree(body);
    }
}
