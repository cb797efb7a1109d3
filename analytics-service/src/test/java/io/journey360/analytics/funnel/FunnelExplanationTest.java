package io.journey360.analytics.funnel;

import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.retraction;
import static io.journey360.analytics.running.Events.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Discovered;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every figure of a funnel, taken apart over HTTP and put together again from the events listed. */
class FunnelExplanationTest {

    private static final int PEOPLE = 70;
    private static final List<String> TIMES = List.of("mean", "p50", "p75", "p90", "p95", "p99");

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;

    @BeforeAll
    static void letPeopleGoTheirWays() {
        analytics = new RunningAnalytics(folder, Clock.fixed(Events.day(6), ZoneOffset.UTC));
        var random = new Random(8);
        var events = new ArrayList<JourneyEvent>();
        for (int person = 1; person <= PEOPLE; person++) {
            for (int i = 0; i < 2 + random.nextInt(7); i++) {
                events.add(event("e" + person + "-" + i, person, random));
            }
            if (random.nextInt(3) == 0) {
                events.add(event("d" + person, 1000 + person, random));
                events.add(new Interacted(
                        Events.moment("l" + person, identity(person), identity(1000 + person), Events.day(40)),
                        "login"));
            }
        }
        analytics.append(Events.collected(events));
        analytics.append(List.of(retraction("r1", "e1-0"), retraction("r2", "e7-0")));
    }

    private static JourneyEvent event(String id, long person, Random random) {
        double day = random.nextInt(24) / 4.0;
        return switch (random.nextInt(4)) {
            case 0 ->
                new Discovered(discovered(id, identity(person), day)
                        .moment()
                        .withChannel(List.of("web", "app", "desk").get(random.nextInt(3))));
            case 1 -> interacted(id, identity(person), day);
            case 2 -> booked(id, identity(person), day, null);
            default -> served(id, identity(person), day);
        };
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void everyFigureOfAFunnelFollowsFromTheEventsListed() {
        var answer = post("""
                {"steps": [{"event": "discovered"}, {"event": "interacted", "optional": true}, {"event": "booked"}, {"event": "served"}],
                 "window": "P4D", "breakdown": "channel"}""");

        follows(answer, "", List.of("discovered", "interacted", "booked", "served"));
        assertThat(answer.get("breakdown")).hasSize(3);
        for (int group = 0; group < 3; group++) {
            follows(answer, "/breakdown/" + group, List.of("discovered", "interacted", "booked", "served"));
        }
    }

    /** @param pointer to the steps' parent; the second of four steps is optional */
    private static void follows(JsonNode answer, String pointer, List<String> events) {
        var reached = new ArrayList<Integer>();
        for (int step = 0; step < events.size(); step++) {
            var at = pointer + "/steps/" + step;
            var name = events.get(step);
            var items = explained(answer, at + "/count");
            reached.add(items.size());
            assertThat(items).hasSize(answer.at(at + "/count").asInt());
            assertThat(items).allSatisfy(item -> {
                assertThat(item.value()).isNull();
                assertThat(item.events().getFirst().event()).isEqualTo("discovered");
                assertThat(item.events()).extracting(Explanations.Event::event).contains(name);
            });
            int before = step == 2 ? 0 : Math.max(0, step - 1);
            assertThat(answer.at(at + "/ofFirst").asDouble()).isEqualTo((double) items.size() / reached.getFirst());
            assertThat(answer.at(at + "/ofPrevious").asDouble()).isEqualTo((double) items.size() / reached.get(before));
            assertThat(explained(answer, at + "/ofPrevious")).isEqualTo(items);
            var dropped = explained(answer, at + "/dropOff");
            assertThat(dropped).hasSize(reached.get(before) - items.size());
            assertThat(dropped)
                    .allSatisfy(item -> assertThat(item.events())
                            .extracting(Explanations.Event::event)
                            .contains(events.get(before))
                            .doesNotContain(name));
            if (step > 0) {
                timesFollow(answer, at + "/timeFromPrevious", items);
            }
        }
        assertThat(explained(answer, pointer + "/conversion")).isEqualTo(explained(answer, pointer + "/steps/3/count"));
        assertThat(answer.at(pointer + "/conversion").asDouble())
                .isEqualTo((double) reached.getLast() / reached.getFirst());
        var open = explained(answer, pointer + "/open");
        assertThat(open).hasSize(answer.at(pointer + "/open").asInt());
        assertThat(open).allSatisfy(item -> {
            assertThat(item.events()).extracting(Explanations.Event::event).doesNotContain("served");
            assertThat(item.events())
                    .anySatisfy(event -> assertThat(event.occurredAt()).isAfterOrEqualTo(Events.day(2)));
        });
    }

    private static void timesFollow(JsonNode answer, String pointer, List<Explanations.Item> reached) {
        var items = explained(answer, pointer + "/mean");
        assertThat(items)
                .extracting(Explanations.Item::events)
                .isEqualTo(reached.stream().map(Explanations.Item::events).toList());
        boolean optional = pointer.contains("/steps/1/");
        if (!optional) {
            assertThat(items).allSatisfy(item -> {
                int last = item.events().size() - 1;
                assertThat(item.value())
                        .isEqualTo((item.events().get(last).occurredAt().toEpochMilli()
                                        - item.events()
                                                .get(last - 1)
                                                .occurredAt()
                                                .toEpochMilli())
                                / 1000.0);
            });
        }
        var seconds =
                items.stream().mapToDouble(Explanations.Item::value).sorted().toArray();
        assertThat(answer.at(pointer + "/mean").asDouble())
                .isCloseTo(Arrays.stream(seconds).average().orElseThrow(), within(1e-6));
        for (var percentile : TIMES.subList(1, TIMES.size())) {
            double rank = Integer.parseInt(percentile.substring(1)) / 100.0 * (seconds.length - 1);
            int below = (int) rank;
            double low = seconds[below];
            double high = seconds[Math.min(below + 1, seconds.length - 1)];
            assertThat(answer.at(pointer + "/" + percentile).asDouble())
                    .isCloseTo(low + (high - low) * (rank - below), within(1e-6));
        }
        assertThat(explained(answer, pointer + "/p95")).isEqualTo(items);
        var histogram = answer.at(pointer + "/histogram");
        for (int bucket = 0; bucket < histogram.size(); bucket++) {
            double from = histogram.get(bucket).get("from").asDouble();
            double to = histogram.get(bucket).has("to")
                    ? histogram.get(bucket).get("to").asDouble()
                    : Double.MAX_VALUE;
            assertThat(explained(answer, pointer + "/histogram/" + bucket + "/count"))
                    .isEqualTo(items.stream()
                            .filter(item -> item.value() >= from && item.value() < to)
                            .toList());
        }
    }

    @Test
    void aBookingIsExplainedByThePersonWhoseEventsItHas() {
        var answer = post("""
                {"steps": [{"event": "booked"}], "by": "booking"}""");

        var items = explained(answer, "/steps/0/count");
        assertThat(items).hasSize(answer.at("/steps/0/count").asInt());
        assertThat(items)
                .allSatisfy(item -> assertThat(item.events())
                        .extracting(Explanations.Event::event)
                        .containsExactly("booked"));
    }

    @Test
    void anAttemptIsExplainedByItself() {
        var answer = post("""
                {"steps": [{"event": "discovered"}, {"event": "booked"}], "by": "attempt"}""");

        var items = explained(answer, "/steps/0/count");
        assertThat(items).hasSize(answer.at("/steps/0/count").asInt());
        assertThat(Explanations.people(items)).isLessThan(items.size());
    }

    @Test
    void stepsInAnyOrderAreExplainedByTheWholeChain() {
        var answer = post("""
                {"steps": [{"event": "booked"}, {"event": "discovered"}], "order": "any", "window": "P2D"}""");

        var items = explained(answer, "/steps/1/timeFromPrevious/mean");
        assertThat(items).hasSize(answer.at("/steps/1/count").asInt());
        assertThat(items).allSatisfy(item -> {
            assertThat(item.events())
                    .extracting(Explanations.Event::event)
                    .containsExactlyInAnyOrder("booked", "discovered");
            assertThat(item.value()).isEqualTo(item.seconds());
        });
    }

    @Test
    void namesAndEdgesOfBucketsAreNoFigures() {
        var link = post("""
                {"steps": [{"event": "discovered"}, {"event": "booked"}], "breakdown": "channel"}""").get("explain").asString();

        for (var figure : List.of(
                "/steps/0/event",
                "/steps/0",
                "/steps",
                "/steps/1/timeFromPrevious/histogram/3/from",
                "/steps/0/timeFromPrevious/mean",
                "/steps/7/count",
                "/breakdown",
                "/breakdown/0/value",
                "/breakdown/0/other",
                "/breakdown/99/open",
                "/asOf/position")) {
            analytics
                    .http()
                    .get()
                    .uri(uri -> uri.path(link).queryParam("figure", "{figure}").build(figure))
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }
    }

    private static List<Explanations.Item> explained(JsonNode answer, String pointer) {
        return Explanations.of(analytics.http(), answer, pointer);
    }

    private static JsonNode post(String body) {
        return JsonMapper.shared()
                .readTree(analytics
                        .http()
                        .post()
                        .uri("/api/v1/analytics/funnel")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }
}
