package io.journey360.analytics.conformance;

import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.moment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.Discovered;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapRetired;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.Served;
import io.journey360.events.StageEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConformanceApiTest {

    private static final String CONFORMANCE = "/api/v1/analytics/conformance";
    private static final int PEOPLE = 50;
    private static final double NOW = 90;
    private static final JourneyMapId VISIT = JourneyMapId.named("visit");

    /** Discover, read up (optional), book, be served; two days from booking to service. */
    private static final List<JourneyMapStage> STAGES = List.of(
            stage("discover", false, "P3D", new StageEntry(JourneyEventType.DISCOVERED, null, null)),
            stage("inform", true, "P1D", new StageEntry(null, "added-to-cart", null)),
            stage("book", false, "P2D", new StageEntry(JourneyEventType.BOOKED, null, "desk")),
            stage("serve", false, null, new StageEntry(JourneyEventType.SERVED, null, null)));

    private static final List<String> FATES = List.of("entered", "skipped", "repeated", "outOfOrder", "notReached");
    private static final boolean[] OPTIONAL = {false, true, false, false};

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;
    private static long beforeTheSecondVersion;
    private static final Map<String, JourneyEvent> TOLD = new HashMap<>();

    @BeforeAll
    static void letPeopleTakeTheirJourneys() {
        analytics = new RunningAnalytics(folder, Clock.fixed(day(NOW), ZoneOffset.UTC));
        analytics.append(List.of(
                Events.published("visit-1", new JourneyMapDefined(VISIT, 1, "Visit", STAGES, day(0))),
                Events.published("old-1", new JourneyMapDefined(JourneyMapId.named("old"), 1, "Old", STAGES, day(0)))));
        var random = new Random(3);
        var events = new ArrayList<JourneyEvent>();
        for (int person = 1; person <= PEOPLE; person++) {
            double time = random.nextInt(10);
            int count = 1 + random.nextInt(7);
            for (int i = 0; i < count; i++) {
                events.add(event("e" + person + "-" + i, person, time, random));
                time += random.nextInt(6) == 0 ? 32 : random.nextInt(20) / 8.0;
            }
        }
        for (int person = PEOPLE + 1; person <= PEOPLE + 5; person++) { // as it is meant to be
            events.add(new Discovered(moment("e" + person + "-0", identity(person), null, day(person))));
            events.add(new Booked(moment("e" + person + "-1", identity(person), null, day(person + 1)), null));
            events.add(new Served(
                    moment("e" + person + "-2", identity(person), null, day(person + 2)), null, null, null, null));
        }
        events.forEach(event -> TOLD.put(event.moment().id(), event));
        analytics.append(Events.collected(events));
        beforeTheSecondVersion = analytics.bean(LiveView.class).position();
        analytics.append(List.of(
                Events.published("visit-2", new JourneyMapDefined(VISIT, 2, "Visit", STAGES.subList(0, 1), day(1))),
                Events.published("old-2", new JourneyMapRetired(JourneyMapId.named("old"), day(1)))));
    }

    private static JourneyEvent event(String id, long person, double day, Random random) {
        var moment = moment(id, identity(person), null, day(day));
        return switch (random.nextInt(5)) {
            case 0 -> new Discovered(moment);
            case 1 -> new Booked(moment, null);
            case 2 -> new Served(moment, null, null, null, null);
            case 3 -> new Interacted(moment, "looked");
            default -> new Interacted(moment, "added-to-cart");
        };
    }

    private static JourneyMapStage stage(String key, boolean optional, String expected, StageEntry entry) {
        return new JourneyMapStage(
                key,
                "To " + key,
                List.of(entry),
                optional,
                expected == null ? null : Duration.parse(expected),
                List.of(),
                List.of(),
                List.of());
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"journey", "customer"})
    void everyFigureFollowsFromTheEventsListed(String by) {
        var answer = post("{\"map\": \"visit\", \"version\": 1, \"by\": \"" + by + "\"}");

        assertThat(answer.at("/map/name").asString()).isEqualTo("Visit");
        assertThat(answer.get("by").asString()).isEqualTo(by);
        assertThat(explained(answer, "/journeys"))
                .hasSize(answer.get("journeys").asInt());
        assertThat(Explanations.people(explained(answer, "/people")))
                .isEqualTo(answer.get("people").asLong());
        assertThat(explained(answer, "/outside"))
                .hasSize(answer.get("outside").asInt())
                .isNotEmpty()
                .allSatisfy(item -> assertThat(staged(item.events())).isEmpty());
        assertThat(explained(answer, "/open"))
                .hasSize(answer.get("open").asInt())
                .isNotEmpty()
                .allSatisfy(item -> assertThat(ended(item.events())).isFalse());

        var units = explained(answer, "/fitness");
        assertThat(units).allSatisfy(unit -> {
            var sums = sums(unit.events());
            assertThat(unit.value()).isCloseTo(1 - sums[0] / sums[1], within(1e-12));
        });
        double cost = units.stream().mapToDouble(unit -> sums(unit.events())[0]).sum();
        double worst =
                units.stream().mapToDouble(unit -> sums(unit.events())[1]).sum();
        assertThat(answer.get("fitness").asDouble()).isCloseTo(1 - cost / worst, within(1e-12));
        assertThat(units)
                .hasSize(
                        answer.get(by.equals("journey") ? "journeys" : "people").asInt());
        assertThat(explained(answer, "/conforming"))
                .hasSize(answer.get("conforming").asInt())
                .isNotEmpty()
                .allSatisfy(unit -> assertThat(sums(unit.events())[0]).isZero());
        assertThat(answer.get("conformingShare").asDouble())
                .isEqualTo(explained(answer, "/conformingShare").size() / (double) units.size());

        var fitness = units.stream()
                .mapToDouble(unit -> fitness(unit.events()))
                .sorted()
                .toArray();
        assertThat(explained(answer, "/distribution/p25")).hasSameSizeAs(units);
        assertThat(answer.at("/distribution/p25").asDouble()).isCloseTo(percentile(fitness, 0.25), within(1e-12));
        assertThat(answer.at("/distribution/p90").asDouble()).isCloseTo(percentile(fitness, 0.9), within(1e-12));
        assertThat(answer.at("/distribution/mean").asDouble())
                .isCloseTo(Arrays.stream(fitness).average().orElseThrow(), within(1e-12));
        int inBuckets = 0;
        for (int i = 0; i < answer.at("/distribution/buckets").size(); i++) {
            var bucket = answer.at("/distribution/buckets/" + i);
            var inside = explained(answer, "/distribution/buckets/" + i + "/count");
            inBuckets += inside.size();
            assertThat(inside)
                    .hasSize(bucket.get("count").asInt())
                    .allSatisfy(unit -> assertThat(fitness(unit.events()))
                            .isBetween(
                                    bucket.get("from").asDouble() - 1e-12,
                                    bucket.get("to").asDouble() + 1e-12));
        }
        assertThat(inBuckets).isEqualTo(units.size());
    }

    @Test
    void everyStageFollowsFromTheJourneysListed() {
        var answer = post("{\"map\": \"visit\", \"version\": 1}");

        var seen = new TreeSet<String>();
        for (int i = 0; i < STAGES.size(); i++) {
            int stage = i;
            for (var fate : FATES) {
                var pointer = "/stages/" + i + "/" + fate;
                var items = explained(answer, pointer + "/journeys");
                assertThat(items)
                        .hasSize(answer.at(pointer + "/journeys").asInt())
                        .allSatisfy(item ->
                                assertThat(naive(item.events()).of(fate(fate))).contains(stage));
                assertThat(Explanations.people(explained(answer, pointer + "/people")))
                        .isEqualTo(answer.at(pointer + "/people").asLong());
                if (!items.isEmpty()) {
                    seen.add(fate);
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(FATES);
        assertThat(answer.at("/stages/1/optional").asBoolean()).isTrue();
        assertThat(answer.at("/stages/1/name").asString()).isEqualTo("To inform");
    }

    @Test
    void everyTransitionFollowsFromTheTwoEventsListed() {
        var answer = post("{\"map\": \"visit\", \"version\": 1}");
        var transitions = answer.get("transitions");

        assertThat(transitions).hasSizeGreaterThan(3);
        boolean anyLate = false;
        for (int i = 0; i < transitions.size(); i++) {
            var transition = transitions.get(i);
            int from = stage(transition.get("from").asString());
            int to = stage(transition.get("to").asString());
            var items = explained(answer, "/transitions/" + i + "/p90Seconds");
            assertThat(items).hasSize(transition.get("count").asInt()).allSatisfy(item -> {
                assertThat(item.events()).hasSize(2);
                assertThat(fits(item.events().get(0))).contains(from);
                assertThat(fits(item.events().get(1))).contains(to);
                assertThat(item.value()).isEqualTo(item.seconds());
            });
            var seconds = items.stream()
                    .mapToDouble(Explanations.Item::seconds)
                    .sorted()
                    .toArray();
            assertThat(transition.get("p90Seconds").asDouble()).isCloseTo(percentile(seconds, 0.9), within(1e-9));
            assertThat(transition.get("p50Seconds").asDouble()).isCloseTo(percentile(seconds, 0.5), within(1e-9));
            assertThat(transition.get("meanSeconds").asDouble())
                    .isCloseTo(Arrays.stream(seconds).average().orElseThrow(), within(1e-9));
            assertThat(Explanations.people(items))
                    .isEqualTo(transition.get("people").asLong());
            double promised = promised(from, to);
            assertThat(transition.get("expectedSeconds").asDouble()).isEqualTo(promised);
            var late = explained(answer, "/transitions/" + i + "/late");
            assertThat(late)
                    .hasSize(transition.get("late").asInt())
                    .hasSize((int)
                            Arrays.stream(seconds).filter(s -> s > promised).count())
                    .allSatisfy(item -> assertThat(item.seconds()).isGreaterThan(promised));
            assertThat(transition.get("lateShare").asDouble()).isEqualTo(late.size() / (double) items.size());
            anyLate |= !late.isEmpty();
        }
        assertThat(anyLate).isTrue();
    }

    @Test
    void theMapIsTheOneKnownThen() {
        assertThat(post("{\"map\": \"visit\"}").at("/map/version").asInt()).isEqualTo(2);
        assertThat(post("{\"map\": \"visit\"}").get("stages")).hasSize(1);
        var then = post("{\"map\": \"visit\", \"asOf\": %d}".formatted(beforeTheSecondVersion));
        assertThat(then.at("/map/version").asInt()).isEqualTo(1);
        assertThat(post("{\"map\": \"old\", \"version\": 1}").at("/map/name").asString())
                .isEqualTo("Old"); // retired, but it can be compared with
        assertThat(refusedAt("{'map': 'old'}")).isEqualTo("/map");
        assertThat(refusedAt("{'map': 'visit', 'version': 2, 'asOf': %d}".formatted(beforeTheSecondVersion)))
                .isEqualTo("/version");
    }

    @Test
    void rangeAndFilterSelectJourneysAndPeople() {
        var all = post("{\"map\": \"visit\", \"version\": 1}");
        var early = post("{\"map\": \"visit\", \"version\": 1, \"to\": \"" + day(5) + "\"}");
        var later = post("{\"map\": \"visit\", \"version\": 1, \"from\": \"" + day(5) + "\"}");

        assertThat(early.get("journeys").asInt())
                .isBetween(1, all.get("journeys").asInt() - 1);
        assertThat(early.get("journeys").asInt() + later.get("journeys").asInt())
                .isEqualTo(all.get("journeys").asInt());
        assertThat(explained(early, "/journeys"))
                .allSatisfy(item ->
                        assertThat(item.events().getFirst().occurredAt()).isBefore(day(5)));
        assertThat(post("{\"map\": \"visit\", \"version\": 1, \"filter\": {\"customer\": \"" + identity(4) + "\"}}")
                        .get("people")
                        .asInt())
                .isEqualTo(1);
        var nobody = post("{\"map\": \"visit\", \"version\": 1, \"filter\": {\"channel\": \"carrier-pigeon\"}}");
        assertThat(nobody.get("journeys").asInt()).isZero();
        assertThat(nobody.has("fitness")).isFalse();
        assertThat(nobody.get("stages")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /map",
                "{'map': ' '} | /map",
                "{'map': 'nowhere'} | /map",
                "{'map': 'nowhere', 'version': 1} | /map",
                "{'map': 5} | /map",
                "{'map': 'visit', 'version': 3} | /version",
                "{'map': 'visit', 'version': 0} | /version",
                "{'map': 'visit', 'version': 1.5} | /version",
                "{'map': 'visit', 'by': 'booking'} | /by",
                "{'map': 'visit', 'asOf': 0} | /map",
                "{'map': 'visit', 'from': '2026-05-02T00:00:00Z', 'to': '2026-05-01T00:00:00Z'} | /to",
                "{'map': 'visit', 'zone': 'Mars/Olympus'} | /zone",
                "{'map': 'visit', 'filter': {'channel': []}} | /filter/channel",
                "{'map': 'visit', 'filter': {'attributes': {'colour': 'red'}}} | /filter/attributes/colour",
                "{'map': 'visit', 'stages': []} | /stages",
            })
    void aBadRequestIsRefusedAtTheFieldThatIsWrong(String body, String pointer) {
        assertThat(refusedAt(body)).isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/map/version", "/by", "/stages/0/key", "/stages/9/entered/journeys", "/transitions/0/from"})
    void whatIsNoFigureIsNotExplained(String figure) {
        var link = post("{\"map\": \"visit\", \"version\": 1}").get("explain").asString();

        analytics
                .http()
                .get()
                .uri(uri -> uri.path(link).queryParam("figure", "{figure}").build(figure))
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    private static List<Explanations.Item> explained(JsonNode answer, String pointer) {
        return Explanations.of(analytics.http(), answer, pointer);
    }

    private static Set<Integer> fits(Explanations.Event event) {
        var told = TOLD.get(event.id());
        var fits = new TreeSet<Integer>();
        switch (told.type()) {
            case DISCOVERED -> fits.add(0);
            case BOOKED -> fits.add(2);
            case SERVED -> fits.add(3);
            default -> {
                if (((Interacted) told).action().equals("added-to-cart")) {
                    fits.add(1);
                }
            }
        }
        return fits;
    }

    private static List<Set<Integer>> staged(List<Explanations.Event> events) {
        return events.stream()
                .map(ConformanceApiTest::fits)
                .filter(fits -> !fits.isEmpty())
                .toList();
    }

    /** A journey has ended with its silence, or with the event that begins the person's next. */
    private static boolean ended(List<Explanations.Event> journey) {
        var last = journey.getLast();
        return last.occurredAt().plus(Duration.ofDays(30)).isBefore(day(NOW))
                || TOLD.values().stream()
                        .anyMatch(event -> event.moment().identity().value().equals(last.identity())
                                && event.moment().occurredAt().isAfter(last.occurredAt()));
    }

    private static NaiveAlignment naive(List<Explanations.Event> journey) {
        return new NaiveAlignment(staged(journey), OPTIONAL, ended(journey));
    }

    /** Cost and worst of the journeys that the events make. */
    private static double[] sums(List<Explanations.Event> events) {
        var journeys = new ArrayList<List<Explanations.Event>>();
        boolean served = false;
        for (var event : events) {
            boolean begins = journeys.isEmpty()
                    || event.event().equals("discovered") && served
                    || Duration.between(journeys.getLast().getLast().occurredAt(), event.occurredAt())
                                    .compareTo(Duration.ofDays(30))
                            > 0;
            if (begins) {
                journeys.add(new ArrayList<>());
                served = false;
            }
            served |= event.event().equals("served");
            journeys.getLast().add(event);
        }
        var sums = new double[2];
        for (var journey : journeys) {
            var last = journey == journeys.getLast();
            var alignment = new NaiveAlignment(staged(journey), OPTIONAL, !last || ended(journey));
            if (!staged(journey).isEmpty()) {
                sums[0] += alignment.cost;
                sums[1] += alignment.worst;
            }
        }
        return sums;
    }

    private static double fitness(List<Explanations.Event> events) {
        var sums = sums(events);
        return 1 - sums[0] / sums[1];
    }

    private static double promised(int from, int to) {
        return STAGES.subList(from, to).stream()
                .mapToDouble(stage -> stage.expectedToNext().toMillis() / 1000.0)
                .sum();
    }

    private static int stage(String key) {
        return STAGES.stream().map(JourneyMapStage::key).toList().indexOf(key);
    }

    private static StageFate fate(String name) {
        return switch (name) {
            case "entered" -> StageFate.ENTERED;
            case "skipped" -> StageFate.SKIPPED;
            case "repeated" -> StageFate.REPEATED;
            case "outOfOrder" -> StageFate.OUT_OF_ORDER;
            default -> StageFate.NOT_REACHED;
        };
    }

    private static double percentile(double[] sorted, double share) {
        double rank = share * (sorted.length - 1);
        double below = sorted[(int) rank];
        double above = sorted[Math.min((int) rank + 1, sorted.length - 1)];
        return below + (above - below) * (rank - (int) rank);
    }

    private static JsonNode post(String body) {
        return JsonMapper.shared()
                .readTree(analytics
                        .http()
                        .post()
                        .uri(CONFORMANCE)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }

    private static String refusedAt(String body) {
        return JsonMapper.shared()
                .readTree(analytics
                        .http()
                        .post()
                        .uri(CONFORMANCE)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body.replace('\'', '"'))
                        .exchange()
                        .expectStatus()
                        .isBadRequest()
                        .expectBody()
                        .returnResult()
                        .getResponseBody())
                .at("/errors/0/pointer")
                .asString();
    }
}
