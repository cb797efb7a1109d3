package io.journey360.analytics.query;

import static io.journey360.analytics.running.Events.SHOP;
import static io.journey360.analytics.running.Events.booked;
import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.retraction;
import static io.journey360.analytics.running.Events.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Interacted;
import io.journey360.events.Moment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnalysesApiTest {

    private static final String FUNNEL = "/api/v1/analytics/funnel";
    private static final String PATHS = "/api/v1/analytics/paths";

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;
    private static long beforeLateEvents;

    /**
     * Ann: discovered 0, booked 1, served 3. Ben: discovered 0, booked 2 (retracted). Cid: discovered 40 by a device that is
     * only later known to be his, booked 41.
     */
    @BeforeAll
    static void tellThreeStories() {
        analytics = new RunningAnalytics(folder, "journey.index.attributes=campaign");
        analytics.append(
                discovered("a1", identity(1), 0),
                booked("a2", identity(1), 1, null),
                discovered("b1", identity(2), 0),
                booked("b2", identity(2), 2, null),
                discovered("c1", identity(33), 40),
                booked("c2", identity(3), 41, null));
        beforeLateEvents = analytics.bean(LiveView.class).index().snapshot().position();
        analytics.append(served("a3", identity(1), 3));
        analytics.append(List.of(retraction("r1", "b2")));
        analytics.append(new Interacted(
                new Moment(
                        identity(3),
                        identity(33),
                        day(42),
                        SHOP,
                        "c3",
                        "app",
                        "mobile",
                        null,
                        null,
                        null,
                        null,
                        Map.of("campaign", "spring")),
                "logged-in"));
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void aFunnelCountsPersonsAndTimesThem() {
        var answer = post(FUNNEL, """
                {"steps": [{"event": "discovered"}, {"event": "booked"}, {"event": "served"}], "window": "P10D"}""");

        assertThat(counts(answer)).containsExactly(3, 2, 1);
        assertThat(answer.at("/steps/1/ofFirst").asDouble()).isEqualTo(2.0 / 3);
        assertThat(answer.at("/steps/2/ofPrevious").asDouble()).isEqualTo(0.5);
        assertThat(answer.at("/steps/2/dropOff").asInt()).isEqualTo(1);
        assertThat(answer.at("/steps/1/timeFromPrevious/p50").asDouble()).isEqualTo(86_400);
        assertThat(answer.at("/steps/2/timeFromPrevious/mean").asDouble()).isEqualTo(2 * 86_400);
        assertThat(answer.at("/conversion").asDouble()).isEqualTo(1.0 / 3);
        assertThat(answer.at("/asOf/position").asLong())
                .isEqualTo(analytics.bean(LiveView.class).position());
        assertThat(answer.at("/asOf/time").asString()).isNotEmpty();
        assertThat(answer.has("breakdown")).isFalse();
    }

    @Test
    void askedAsOfThePastItKnowsWhatWasKnownThen() {
        var answer = post(FUNNEL, """
                {"steps": [{"event": "discovered"}, {"event": "booked"}, {"event": "served"}], "asOf": %d}""".formatted(beforeLateEvents));

        assertThat(counts(answer)).containsExactly(3, 2, 0); // Ben's booking stood, Cid was two people
        assertThat(answer.at("/asOf/position").asLong()).isEqualTo(beforeLateEvents);
        assertThat(counts(post(FUNNEL, """
                        {"steps": [{"event": "discovered"}], "asOf": "2020-01-01T00:00:00Z"}"""))).containsExactly(0);
    }

    @Test
    void theCoreStagesAreAskedForWithAGet() {
        var answer = get(FUNNEL + "?window=P10D");

        assertThat(counts(answer)).containsExactly(3, 2, 0, 0, 0);
        assertThat(answer.at("/steps/2/event").asString()).isEqualTo("checked-in");
    }

    @Test
    void aBookingCanBeTheUnit() {
        var answer = post(FUNNEL, """
                {"steps": [{"event": "booked"}, {"event": "served"}], "by": "booking"}""");

        assertThat(counts(answer)).containsExactly(2, 0); // Ann was served without her booking being named
    }

    @Test
    void filtersSelectEventsAndPeople() {
        assertThat(counts(post(FUNNEL, """
                        {"steps": [{"event": "interacted", "filter": {"attributes": {"campaign": ["spring", "autumn"]},
                                                                      "channel": {"not": "web"}}}]}"""))).containsExactly(1);
        assertThat(counts(post(FUNNEL, """
                        {"steps": [{"event": "discovered"}, {"event": "booked"}], "filter": {"customer": "%s"}}""".formatted(identity(33))))).containsExactly(1, 1);
        assertThat(counts(post(FUNNEL, """
                        {"steps": [{"event": "discovered"}], "filter": {"channel": {"exists": false}}}"""))).containsExactly(0);
        assertThat(counts(post(FUNNEL, """
                        {"steps": [{"event": "discovered"}], "from": "2026-05-01T12:00:00+02:00", "to": "2026-05-02T00:00:00Z"}"""))).containsExactly(2);
    }

    @Test
    void customersCanBeChosenAndLeftOutByAnyOfTheirKeys() {
        var steps = "{\"steps\": [{\"event\": \"discovered\"}], \"filter\": {\"customer\": %s}}";

        assertThat(counts(post(FUNNEL, steps.formatted("{\"not\": \"%s\"}".formatted(identity(33))))))
                .containsExactly(2);
        assertThat(counts(post(
                        FUNNEL, steps.formatted("{\"not\": [\"%s\", \"%s\"]}".formatted(identity(1), identity(3))))))
                .containsExactly(1);
        assertThat(counts(post(FUNNEL, steps.formatted("[\"%s\", \"%s\"]".formatted(identity(33), identity(2))))))
                .containsExactly(2);
        assertThat(counts(post(FUNNEL, steps.formatted("{\"not\": \"%s\"}".formatted(identity(99))))))
                .containsExactly(3);
    }

    @Test
    void valuesThatLookLikePatternsAreValues() {
        for (var value : List.of(".*", "w%", "^web$", "[a-z]+", "(a+)+$")) {
            assertThat(counts(post(FUNNEL, """
                            {"steps": [{"event": "discovered", "filter": {"channel": "%s"}}]}""".formatted(value)))).as(value).containsExactly(0);
        }
    }

    @Test
    void stepsCanComeInAnyOrder() {
        var answer = post(FUNNEL, """
                {"steps": [{"event": "served"}, {"event": "discovered"}, {"event": "booked"}], "order": "any"}""");

        assertThat(counts(answer)).containsExactly(1, 1, 1);
        assertThat(answer.at("/steps/1/timeFromPrevious/p50").asDouble()).isEqualTo(86_400);
        assertThat(answer.at("/steps/2/timeFromPrevious/p50").asDouble()).isEqualTo(2 * 86_400);
        assertThat(counts(post(FUNNEL, """
                        {"steps": [{"event": "served"}, {"event": "discovered"}]}"""))).containsExactly(1, 0);
    }

    @Test
    void optionalStepsLeaveTheOthersAsTheyAre() {
        var answer = post(FUNNEL, """
                {"steps": [{"event": "discovered"}, {"event": "booked", "optional": true}, {"event": "served"}]}""");

        assertThat(counts(answer)).containsExactly(3, 2, 1);
        assertThat(answer.at("/steps/1/dropOff").asInt()).isEqualTo(1);
        assertThat(answer.at("/steps/2/dropOff").asInt()).isEqualTo(2);
        assertThat(answer.at("/steps/2/ofPrevious").asDouble()).isEqualTo(1.0 / 3);
        assertThat(answer.at("/steps/2/timeFromPrevious/p50").asDouble()).isEqualTo(3 * 86_400);
        assertThat(answer.at("/conversion").asDouble()).isEqualTo(1.0 / 3);
    }

    @Test
    void timesComeWithAHistogramOfFixedBuckets() {
        var times = post(FUNNEL, """
                        {"steps": [{"event": "discovered"}, {"event": "booked"}]}""").at("/steps/1/timeFromPrevious");

        assertThat(times.propertyNames())
                .containsExactlyInAnyOrder("mean", "p50", "p75", "p90", "p95", "p99", "histogram");
        assertThat(times.get("histogram")
                        .valueStream()
                        .mapToInt(b -> b.get("count").asInt())
                        .sum())
                .isEqualTo(2);
        var bucket = times.get("histogram")
                .valueStream()
                .filter(b -> b.get("count").asInt() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(bucket.get("from").asLong()).isEqualTo(86_400);
        assertThat(bucket.get("to").asLong()).isEqualTo(2 * 86_400);
    }

    @Test
    void aBreakdownCanBeByAnIndexedAttribute() {
        var answer = post(FUNNEL, """
                {"steps": [{"event": "interacted"}], "breakdown": "attributes.campaign"}""");

        assertThat(answer.at("/breakdown/0/value").asString()).isEqualTo("spring");
        assertThat(answer.at("/breakdown/0/other").asBoolean()).isFalse();
        assertThat(answer.at("/breakdown/0/steps/0/count").asInt()).isEqualTo(1);
        assertThat(refused(FUNNEL, """
                        {"steps": [{"event": "interacted"}], "breakdown": "attributes.colour"}""").get("type").asString())
                .isEqualTo("urn:journey360:problem:attribute-not-indexed");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        var deep = "{\"not\": ".repeat(5000) + "\"web\"" + "}".repeat(5000);

        refused(FUNNEL, "{\"steps\": [{\"event\": \"booked\", \"filter\": {\"channel\": " + deep + "}}]}");
        refused(FUNNEL, "{\"steps\": " + "[".repeat(5000) + "]".repeat(5000) + "}");
    }

    @Test
    void aBreakdownDividesByTheFirstStep() {
        var answer = post(FUNNEL, """
                {"steps": [{"event": "discovered"}, {"event": "booked"}], "breakdown": "touchpoint"}""");

        assertThat(answer.get("breakdown")).hasSize(1);
        assertThat(answer.at("/breakdown/0/value").asString()).isEqualTo("desk");
        assertThat(answer.at("/breakdown/0/steps/1/count").asInt()).isEqualTo(2);
    }

    @Test
    void pathsAreTheDirectlyFollowsGraph() {
        var answer = post(PATHS, """
                {"node": "event"}""");

        var edge = answer.at("/edges/0");
        assertThat(edge.get("from").asString()).isEqualTo("discovered");
        assertThat(edge.get("to").asString()).isEqualTo("booked");
        assertThat(edge.get("count").asInt()).isEqualTo(2);
        assertThat(edge.get("people").asInt()).isEqualTo(2);
        assertThat(edge.get("medianSeconds").asDouble()).isEqualTo(86_400);
        assertThat(answer.get("variantCount").asInt()).isEqualTo(3);
        assertThat(answer.at("/variants/0/path")).hasSizeBetween(1, 3);
        for (var node : answer.get("nodes")) {
            assertThat(node.get("starts").asInt() + node.get("in").asInt())
                    .isEqualTo(node.get("visits").asInt());
            assertThat(node.get("out").asInt() + node.get("ends").asInt())
                    .isEqualTo(node.get("visits").asInt());
        }
        assertThat(post(PATHS, """
                {"node": "action", "maxEdges": 1}""").get("nodes")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /steps",
                "{'steps': []} | /steps",
                "{'steps': null} | /steps",
                "{'steps': [null]} | /steps/0",
                "{'steps': [{}]} | /steps/0/event",
                "{'steps': [{'event': 'bought'}]} | /steps/0/event",
                "{'steps': [{'event': '.*'}]} | /steps/0/event",
                "{'steps': [{'event': 'booked'}], 'window': 'PT0S'} | /window",
                "{'steps': [{'event': 'booked'}], 'window': '-P1D'} | /window",
                "{'steps': [{'event': 'booked'}], 'window': 'P1M'} | /window",
                "{'steps': [{'event': 'booked'}], 'window': 'P1Y'} | /window",
                "{'steps': [{'event': 'booked'}], 'window': 'P999999999999D'} | /window",
                "{'steps': [{'event': 'booked'}], 'window': 'a month'} | /window",
                "{'steps': [{'event': 'booked'}], 'from': '2026-05-02T00:00:00Z', 'to': '2026-05-01T00:00:00Z'} | /to",
                "{'steps': [{'event': 'booked'}], 'from': '2026-05-02T00:00:00'} | /from",
                "{'steps': [{'event': 'booked'}], 'from': '+999999999-01-01T00:00:00Z'} | /from",
                "{'steps': [{'event': 'booked'}], 'order': 'backwards'} | /order",
                "{'steps': [{'event': 'booked'}], 'by': 'household'} | /by",
                "{'steps': [{'event': 'discovered'}], 'by': 'booking'} | /steps/0/event",
                "{'steps': [{'event': 'booked'}], 'breakdown': 'colour'} | /breakdown",
                "{'steps': [{'event': 'booked'}], 'holdConstant': 'colour'} | /holdConstant",
                "{'steps': [{'event': 'booked'}], 'zone': 'Mars/Olympus'} | /zone",
                "{'steps': [{'event': 'booked'}], 'asOf': 'yesterday'} | /asOf",
                "{'steps': [{'event': 'booked'}], 'asOf': -1} | /asOf",
                "{'steps': [{'event': 'booked'}], 'asOf': 1.5} | /asOf",
                "{'steps': [{'event': 'booked'}], 'filter': {'colour': 'red'}} | /filter/colour",
                "{'steps': [{'event': 'booked'}], 'filter': {'channel': {'like': 'w%'}}} | /filter/channel",
                "{'steps': [{'event': 'booked'}], 'filter': {'channel': []}} | /filter/channel",
                "{'steps': [{'event': 'booked'}], 'filter': {'channel': 5}} | /filter/channel",
                "{'steps': [{'event': 'booked'}], 'filter': {'channel': {'not': {'not': 'web'}}}} | /filter/channel/not",
                "{'steps': [{'event': 'booked'}], 'filter': {'event': 'bought'}} | /filter/event",
                "{'steps': [{'event': 'booked'}], 'filter': {'customer': 'ann@example.org'}} | /filter/customer",
                "{'steps': [{'event': 'booked'}], 'filter': {'attributes': {'campaign': {'from': 2, 'to': 1}}}} | /filter/attributes/campaign/to",
                "{'steps': [{'event': 'booked'}], 'filter': {'customer': 5}} | /filter/customer",
                "{'steps': [{'event': 'booked'}], 'filter': {'customer': {'exists': true}}} | /filter/customer",
                "{'steps': [{'event': 'booked'}], 'filter': {'customer': {'from': 'id-a'}}} | /filter/customer",
                "{'steps': [{'event': 'booked'}], 'filter': {'customer': {'not': ['ann']}}} | /filter/customer/not",
                "{'steps': [{'event': 'booked', 'filter': {'customer': 'id-a'}}]} | /steps/0/filter/customer",
                "{'steps': [{'event': 'booked', 'filter': {'persona': 'gold'}}]} | /steps/0/filter/persona",
                "{'steps': [{'event': 'booked'}], 'filter': {'persona': 'gold'}} | /filter/persona",
                "{'steps': [{'event': 'booked', 'filter': {'channel': {'from': 'b', 'to': 'a'}}}]} | /steps/0/filter/channel/to",
                "{'steps': [{'event': 'booked', 'filter': {'channel': {'exists': 'yes'}}}]} | /steps/0/filter/channel",
                "{'steps': [{'event': 'booked', 'filter': {'channel': [['web']]}}]} | /steps/0/filter/channel/0",
                "{'steps': [{'event': 'booked'}], 'window': 'P1Y2M'} | /window",
                "{'steps': [{'event': 'booked'}], 'window': 'P40000D'} | /window",
                "{'steps': [{'event': 'booked'}], 'window': 30} | /window",
                "{'steps': [{'event': 'booked'}], 'from': '2026-05-02T00:00:00Z', 'to': '2026-05-02T00:00:00Z'} | /to",
                "{'steps': [{'event': 'booked'}], 'breakdown': 'attributes'} | /breakdown",
                "{'steps': [{'event': 'booked'}], 'breakdown': 'customer'} | /breakdown",
                "{'steps': [{'event': 'booked'}], 'limit': 99999999} | /limit",
                "{'steps': [{'event': 'booked', 'optional': true}, {'event': 'served'}]} | /steps/0/optional",
                "{'steps': [{'event': 'booked'}, {'event': 'served'}], 'exclude': [{'event': 'cancelled', 'afterStep': 2, 'beforeStep': 1}]} | /exclude/0/afterStep",
                "{'steps': [{'event': 'booked'}, {'event': 'served'}], 'exclude': [{'event': 'cancelled', 'afterStep': 1, 'beforeStep': 1}]} | /exclude/0/beforeStep",
                "{'steps': [{'event': 'booked'}, {'event': 'served'}], 'exclude': [{'event': 'cancelled'}]} | /exclude/0/afterStep",
                "{'steps': [{'event': 'booked'}, {'event': 'called', 'optional': true}, {'event': 'served'}], 'exclude': [{'event': 'cancelled', 'afterStep': 2, 'beforeStep': 3}]} | /exclude/0/afterStep",
                "{'steps': [{'event': 'booked'}, {'event': 'called', 'optional': true}, {'event': 'served'}], 'exclude': [{'event': 'cancelled', 'afterStep': 1, 'beforeStep': 2}]} | /exclude/0/beforeStep",
                "{'steps': [{'event': 'booked'}, {'event': 'served'}], 'order': 'any', 'exclude': [{'event': 'cancelled', 'afterStep': 1, 'beforeStep': 2}]} | /exclude",
            })
    void aBadFunnelIsRefusedAtTheFieldThatIsWrong(String body, String pointer) {
        var problem = refused(FUNNEL, body.replace('\'', '"'));

        assertThat(problem.get("type").asString()).isEqualTo("urn:journey360:problem:invalid-request");
        assertThat(problem.get("errors"))
                .anySatisfy(error -> assertThat(error.get("pointer").asString()).isEqualTo(pointer));
    }

    @Test
    void aHundredStepsAreTooMany() {
        var steps = "{\"event\": \"booked\"},".repeat(100).replaceAll(",$", "");

        assertThat(refused(FUNNEL, "{\"steps\": [" + steps + "]}")
                        .at("/errors/0/pointer")
                        .asString())
                .isEqualTo("/steps");
    }

    @Test
    void anAttributeThatIsNotIndexedIsNamedBesideThoseThatAre() {
        var problem = refused(FUNNEL, """
                {"steps": [{"event": "booked"}], "filter": {"attributes": {"colour/shade": "red"}}}""");

        assertThat(problem.get("type").asString()).isEqualTo("urn:journey360:problem:attribute-not-indexed");
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/filter/attributes/colour~1shade");
        assertThat(problem.get("indexed")).extracting(JsonNode::asString).containsExactly("campaign");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /node",
                "{'node': 'customer'} | /node",
                "{'node': 'event', 'maxEdges': 0} | /maxEdges",
                "{'node': 'event', 'maxEdges': 10001} | /maxEdges",
                "{'node': 'event', 'maxVariants': 10001} | /maxVariants",
                "{'node': 'event', 'maxSteps': -1} | /maxSteps",
                "{'node': 'event', 'gap': 'P1M'} | /gap",
                "{'node': 'event', 'size': 5} | /size",
            })
    void badPathsAreRefusedAtTheFieldThatIsWrong(String body, String pointer) {
        assertThat(refused(PATHS, body.replace('\'', '"')).get("errors"))
                .anySatisfy(error -> assertThat(error.get("pointer").asString()).isEqualTo(pointer));
    }

    private static List<Integer> counts(JsonNode answer) {
        return answer.get("steps")
                .valueStream()
                .map(step -> step.get("count").asInt())
                .toList();
    }

    private static JsonNode post(String uri, String body) {
        return read(analytics
                .http()
                .post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
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

    private static JsonNode refused(String uri, String body) {
        return read(analytics
                .http()
                .post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static JsonNode read(byte[] body) {
        return JsonMapper.shared().readTree(body);
    }
}
