package io.journey360.analytics.activity;

import static io.journey360.analytics.running.Events.SHOP;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.reviewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.Money;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Times, retention, lifecycle, stickiness, trends and attribution as they are asked over HTTP. */
class CalendarAnalysesApiTest {

    private static final String FROM = "2026-03-01T00:00:00Z";
    private static final String TO = "2026-05-01T00:00:00Z";

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;

    /**
     * Ann books for 50 USD on 2026-04-10, having met search 9 and social 6 days before, and email and display the same day. Ben
     * is seen on 2026-03-28 at 22:30Z (23:30 in Zurich) and on 29 at 22:30Z: the next day by UTC, but in Zurich, where clocks
     * went forward in between, the day after the next.
     */
    @BeforeAll
    static void tellTwoStories() {
        analytics = new RunningAnalytics(folder, "journey.index.attributes=campaign");
        analytics.append(
                touch("a1", 1, "2026-04-01T12:00:00Z", "search"),
                touch("a2", 1, "2026-04-04T12:00:00Z", "social"),
                touch("a3", 1, "2026-04-10T12:00:00Z", "email"),
                touch("a4", 1, "2026-04-10T12:00:00Z", "display"),
                new Booked(
                        moment("a5", 1, "2026-04-10T12:00:00Z", "web", new Money(BigDecimal.valueOf(50), "USD")), null),
                touch("b1", 2, "2026-03-28T22:30:00Z", "email"),
                touch("b2", 2, "2026-03-29T22:30:00Z", "email"),
                new Booked(
                        moment("b3", 2, "2026-03-01T00:30:00Z", "web", new Money(BigDecimal.valueOf(7), "USD")), null),
                reviewed("r1", identity(3), 1, "csat", 4),
                discovered("d1", identity(3), 2));
    }

    private static JourneyEvent touch(String id, long person, String at, String channel) {
        return new Interacted(moment(id, person, at, channel, null), "look");
    }

    private static Moment moment(String id, long person, String at, String channel, @Nullable Money value) {
        return new Moment(
                identity(person),
                null,
                Instant.parse(at),
                SHOP,
                id,
                "desk",
                channel,
                null,
                null,
                null,
                value,
                Map.of("campaign", "spring"));
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void aGoalIsSharedOutAmongItsTouches() {
        var answer = attribution("time-decay");

        assertThat(amount(answer, "email")).isEqualTo("16.88");
        assertThat(amount(answer, "display")).isEqualTo("16.88");
        assertThat(amount(answer, "social")).isEqualTo("9.32");
        assertThat(amount(answer, "search")).isEqualTo("6.92");
        assertThat(answer.at("/goals").asInt()).isEqualTo(2);
        assertThat(answer.at("/unattributed/goals").asInt()).isEqualTo(1);
        assertThat(answer.at("/unattributed/values/0/amount").decimalValue()).isEqualByComparingTo("7");
        assertThat(amount(attribution("linear"), "social")).isEqualTo("12.50");
        var j = attribution("j");
        assertThat(amount(j, "display")).isEqualTo("30.00");
        assertThat(amount(j, "email")).isEqualTo("5.00");
        assertThat(amount(j, "social")).isEqualTo("5.00");
        assertThat(amount(j, "search")).isEqualTo("10.00");
        assertThat(j.at("/credits/0/key").asString()).isEqualTo("display");
    }

    @Test
    void aCreditListsTheGoalWithAllItsTouches() {
        var answer = attribution("j");
        var items = Explanations.of(analytics.http(), answer, "/credits/0/values/0/amount");

        assertThat(items).hasSize(1);
        assertThat(items.getFirst().value()).isEqualTo(30);
        assertThat(items.getFirst().events())
                .extracting(Explanations.Event::id)
                .containsExactly("a1", "a2", "a3", "a4", "a5");
        assertThat(Explanations.of(analytics.http(), answer, "/unattributed/goals"))
                .singleElement()
                .satisfies(item -> assertThat(item.events())
                        .extracting(Explanations.Event::id)
                        .containsExactly("b3"));
    }

    private static JsonNode attribution(String model) {
        return post("attribution", """
                {"goal": {"event": "booked"}, "touches": {"event": "interacted"}, "model": "%s", "halfLife": "P7D"}""".formatted(model));
    }

    private static String amount(JsonNode answer, String key) {
        for (var credit : answer.get("credits")) {
            if (credit.get("key").asString().equals(key)) {
                return credit.at("/values/0/amount").decimalValue().setScale(2).toString();
            }
        }
        throw new AssertionError(key + " is not credited in " + answer);
    }

    @Test
    void daysAreThoseOfTheZone() {
        var utc = lifecycle("UTC");
        var zurich = lifecycle("Europe/Zurich");

        assertThat(utc.at("/points/0/start").asString()).isEqualTo("2026-03-28T00:00:00Z");
        assertThat(utc.at("/points/1/returning").asInt()).isEqualTo(1);
        assertThat(zurich.at("/points/1/start").asString()).isEqualTo("2026-03-29T00:00:00+01:00");
        assertThat(zurich.at("/points/1/dormant").asInt()).isEqualTo(1);
        assertThat(zurich.at("/points/2/start").asString()).isEqualTo("2026-03-30T00:00:00+02:00");
        assertThat(zurich.at("/points/2/resurrecting").asInt()).isEqualTo(1);
        assertThat(Explanations.of(analytics.http(), zurich, "/points/2/resurrecting"))
                .singleElement()
                .satisfies(item -> assertThat(item.events())
                        .extracting(Explanations.Event::id)
                        .containsExactly("b1", "b2"));
    }

    private static JsonNode lifecycle(String zone) {
        return post("lifecycle", """
                {"zone": "%s", "filter": {"customer": "%s", "channel": "email"}}""".formatted(zone, identity(2)));
    }

    @Test
    void timesRetentionStickinessAndTrendsAnswer() {
        var times = post("times", """
                {"start": {"event": "interacted"}, "end": {"event": "booked"}, "pairing": "each"}""");
        assertThat(times.at("/started").asInt()).isEqualTo(6);
        assertThat(times.at("/n").asInt()).isEqualTo(1);
        assertThat(times.at("/p50").asDouble()).isZero();

        var retention = post("retention", """
                {"start": {"event": "interacted"}, "interval": "week", "cohorts": "recurring", "periods": 2,
                 "zone": "Europe/Zurich"}""");
        assertThat(retention.at("/cohorts/0/start").asString()).isEqualTo("2026-03-23T00:00:00+01:00");
        assertThat(retention.at("/cohorts/1/size").asInt()).isEqualTo(2);
        assertThat(retention.at("/cohorts/1/periods/1/count").asInt()).isEqualTo(1);
        assertThat(retention.at("/cohorts/1/periods/1/ratio").asDouble()).isEqualTo(0.5);

        var stickiness = post("stickiness", """
                {"per": "month", "filter": {"event": "interacted"}, "from": "%s", "to": "%s"}""".formatted(FROM, TO));
        assertThat(stickiness.at("/intervals").asInt()).isEqualTo(61);
        assertThat(stickiness.at("/spans/1/intervals").asInt()).isEqualTo(30);
        assertThat(stickiness.at("/spans/1/people").asInt()).isEqualTo(1);
        assertThat(stickiness.at("/spans/1/ratio").asDouble()).isEqualTo(0.1);

        var trends = post("trends", """
                {"measure": "value", "interval": "month", "breakdown": "attributes.campaign"}""");
        assertThat(trends.at("/points")).hasSize(3);
        assertThat(trends.at("/points/0/amounts/0/sum").decimalValue()).isEqualByComparingTo("7");
        assertThat(trends.at("/breakdown/0/value").asString()).isEqualTo("spring");
        assertThat(post("trends", """
                        {"measure": "score", "interval": "year"}""").at("/points/0/amounts/0/mean").asDouble())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "times | {} | /start",
                "times | {'start': {'event': 'booked'}} | /end",
                "times | {'start': {'event': 'bought'}, 'end': {'event': 'served'}} | /start/event",
                "times | {'start': {}, 'end': {'event': 'served'}} | /start/event",
                "times | {'start': {'event': 'booked'}, 'end': {'event': 'served'}, 'window': 'PT0S'} | /window",
                "times | {'start': {'event': 'booked'}, 'end': {'event': 'served'}, 'window': '-P1D'} | /window",
                "times | {'start': {'event': 'booked'}, 'end': {'event': 'served'}, 'window': 'P2M'} | /window",
                "times | {'start': {'event': 'booked'}, 'end': {'event': 'served'}, 'by': 'attempt'} | /by",
                "times | {'start': {'event': 'discovered'}, 'end': {'event': 'served'}, 'by': 'booking'} | /start/event",
                "times | {'start': {'event': 'booked'}, 'end': {'event': 'served'}, 'pairing': 'last'} | /pairing",
                "times | {'start': {'event': 'booked'}, 'end': {'event': 'served'}, 'breakdown': 'colour'} | /breakdown",
                "times | {'start': {'event': 'booked'}, 'end': {'event': 'served'}, 'zone': 'Mars/Olympus'} | /zone",
                "times | {'start': {'event': 'booked', 'filter': {'customer': 'x'}}, 'end': {'event': 'served'}} | /start/filter/customer",
                "times | {'start': {'event': 'booked'}, 'end': {'event': 'served'}, 'median': true} | /median",
                "retention | {} | /start",
                "retention | {'start': {'event': 'booked'}, 'return': {}} | /return/event",
                "retention | {'start': {'event': 'booked'}, 'interval': 'hour'} | /interval",
                "retention | {'start': {'event': 'booked'}, 'interval': 'fortnight'} | /interval",
                "retention | {'start': {'event': 'booked'}, 'periods': 0} | /periods",
                "retention | {'start': {'event': 'booked'}, 'periods': -1} | /periods",
                "retention | {'start': {'event': 'booked'}, 'periods': 367} | /periods",
                "retention | {'start': {'event': 'booked'}, 'periods': 2.5} | /periods",
                "retention | {'start': {'event': 'booked'}, 'cohorts': 'all'} | /cohorts",
                "retention | {'start': {'event': 'booked'}, 'retained': 'before'} | /retained",
                "retention | {'start': {'event': 'booked'}, 'from': '2026-05-02T00:00:00Z', 'to': '2026-05-01T00:00:00Z'} | /to",
                "retention | {'start': {'event': 'booked'}, 'zone': ''} | /zone",
                "lifecycle | {'interval': 'hour'} | /interval",
                "lifecycle | {'interval': '.*'} | /interval",
                "lifecycle | {'from': 'yesterday'} | /from",
                "lifecycle | {'from': '0001-01-01T00:00:00Z'} | /interval",
                "lifecycle | {'asOf': 'never'} | /asOf",
                "lifecycle | {'filter': {'event': 'bought'}} | /filter/event",
                "stickiness | {'interval': 'hour'} | /interval",
                "stickiness | {'per': 'day'} | /per",
                "stickiness | {'per': 'decade'} | /per",
                "stickiness | {'interval': 'week', 'per': 'month'} | /per",
                "stickiness | {'interval': 'month', 'per': 'month'} | /per",
                "stickiness | {'breakdown': 'attributes'} | /breakdown",
                "trends | {'measure': 'profit'} | /measure",
                "trends | {'interval': 'P1D'} | /interval",
                "trends | {'interval': 'hour', 'from': '1900-01-01T00:00:00Z'} | /interval",
                "trends | {'measure': 'sessions', 'gap': 'P1M'} | /gap",
                "trends | {'measure': 'sessions', 'gap': 'PT0S'} | /gap",
                "trends | {'zone': 'CEST5'} | /zone",
                "trends | {'filter': {'channel': {'like': 'w%'}}} | /filter/channel",
                "attribution | {} | /goal",
                "attribution | {'goal': {'event': 'booked'}, 'model': 'last'} | /touches",
                "attribution | {'goal': {'event': 'booked'}, 'touches': [], 'model': 'last'} | /touches",
                "attribution | {'goal': {'event': 'booked'}, 'touches': [null], 'model': 'last'} | /touches/0",
                "attribution | {'goal': {'event': 'booked'}, 'touches': {'event': 'x'}, 'model': 'last'} | /touches/0/event",
                "attribution | {'goal': {'event': 'booked'}, 'touches': {'event': 'interacted'}} | /model",
                "attribution | {'goal': {'event': 'booked'}, 'touches': {'event': 'interacted'}, 'model': 'w'} | /model",
                "attribution | {'goal': {'event': 'booked'}, 'touches': {'event': 'interacted'}, 'model': 'u', 'by': 'colour'} | /by",
                "attribution | {'goal': {'event': 'booked'}, 'touches': {'event': 'interacted'}, 'model': 'u', 'halfLife': 'P1Y'} | /halfLife",
                "attribution | {'goal': {'event': 'booked'}, 'touches': {'event': 'interacted'}, 'model': 'u', 'halfLife': 'PT0S'} | /halfLife",
                "attribution | {'goal': {'event': 'booked'}, 'touches': {'event': 'interacted'}, 'model': 'u', 'lookback': '-P1D'} | /lookback",
                "attribution | {'goal': {'event': 'booked'}, 'touches': {'event': 'interacted'}, 'model': 'u', 'lookback': 'P3M'} | /lookback",
            })
    void aBadRequestIsRefusedAtTheFieldThatIsWrong(String analysis, String body, String pointer) {
        var problem = refused(analysis, body.replace('\'', '"'));

        assertThat(problem.get("type").asString()).isEqualTo("urn:journey360:problem:invalid-request");
        assertThat(problem.get("errors"))
                .anySatisfy(error -> assertThat(error.get("pointer").asString()).isEqualTo(pointer));
    }

    @Test
    void manyTouchesAreTooMany() {
        var touches = "{\"event\": \"booked\"},".repeat(100).replaceAll(",$", "");

        assertThat(refused("attribution", """
                        {"goal": {"event": "booked"}, "touches": [%s], "model": "u"}""".formatted(touches))
                        .at("/errors/0/pointer")
                        .asString())
                .isEqualTo("/touches");
    }

    @ParameterizedTest
    @CsvSource({"times", "retention", "lifecycle", "stickiness", "trends"})
    void anAttributeThatIsNotIndexedIsNamedBesideThoseThatAre(String analysis) {
        var problem = refused(analysis, """
                {%s "breakdown": "attributes.colour"}""".formatted(
                        switch (analysis) {
                            case "times" -> "\"start\": {\"event\": \"booked\"}, \"end\": {\"event\": \"served\"},";
                            case "retention" -> "\"start\": {\"event\": \"booked\"},";
                            default -> "";
                        }));

        assertThat(problem.get("type").asString()).isEqualTo("urn:journey360:problem:attribute-not-indexed");
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/breakdown");
        assertThat(problem.get("indexed")).extracting(JsonNode::asString).containsExactly("campaign");
    }

    private static JsonNode post(String analysis, String body) {
        return exchange(analysis, body, 200);
    }

    private static JsonNode refused(String analysis, String body) {
        return exchange(analysis, body, 400);
    }

    private static JsonNode exchange(String analysis, String body, int status) {
        return JsonMapper.shared()
                .readTree(analytics
                        .http()
                        .post()
                        .uri("/api/v1/analytics/" + analysis)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange()
                        .expectStatus()
                        .isEqualTo(status)
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
    }
}
