package io.journey360.analytics.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.CheckedIn;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** What a funnel means, case by case, as a request gets it: every history is a person's, and each is asked for by key. */
class FunnelVectorsApiTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;
    private static int people;
    private static int told;

    @BeforeAll
    static void start() {
        analytics = new RunningAnalytics(folder);
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A0 B1 C2               | A B C    |                                            | 1 1 1",
                "B0 A1 C2               | A B C    |                                            | 1 0 0",
                "B0 A1 C2               | A B C    | 'order': 'any'                             | 1 1 1",
                "A0 B30                 | A B C    |                                            | 1 1 0",
                "A0 B30+1               | A B C    |                                            | 1 0 0",
                "A0 B1 A29 C31          | A B C    | 'window': 'P30D'                           | 1 1 0",
                "A0 B1 A29 C31          | A B C    | 'window': 'P40D'                           | 1 1 1",
                "A0 A20 B25 C45         | A B C    |                                            | 1 1 1",
                "C5 B5 A5               | A B C    |                                            | 1 1 1",
                "A0                     | A A      |                                            | 1 0",
                "A0 A0                  | A A      |                                            | 1 1",
                "A0 X1 B2               | A B      | 'exclude': [X after 1 before 2]            | 1 0",
                "A0 X0 B2               | A B      | 'exclude': [X after 1 before 2]            | 1 1",
                "A0 X1 A2 B3            | A B      | 'exclude': [X after 1 before 2]            | 1 1",
                "A0 X1 B2 C3            | A B C    | 'exclude': [X after 1 before 3]            | 1 1 0",
                "A0 B1 X2 C3            | A B C    | 'exclude': [X after 1 before 3]            | 1 1 0",
                "Bk0(b1) Bk1(b2) Ch2(b1) Sv3(b2) | Bk Ch Sv | 'holdConstant': 'booking'          | 1 1 0",
                "Bk0(b1) Bk1(b2) Ch2(b1) Sv3(b2) | Bk Ch Sv |                                    | 1 1 1",
                "Bk0(b3) Bk1(b4) Ch2(b3) Sv3(b4) | Bk Ch Sv | 'by': 'booking'                    | 2 1 0",
                "A0 X1 B2               | A B      | 'order': 'strict'                          | 1 0",
                "A0 A1 B2               | A B      | 'order': 'strict'                          | 1 1",
                "A9 B15                 | A B      | 'from': day 0, 'to': day 10                | 1 1",
                "A10 B11                | A B      | 'from': day 0, 'to': day 10                | 0 0",
                "A0 B1 A2 A3 B4         | A B C    | 'by': 'attempt'                            | 3 2 0",
                "A0 X1 B2               | A X? B   |                                            | 1 1 1",
                "A0 B2 X3               | A X? B   |                                            | 1 0 1",
            })
    void aRequestIsAnsweredAsTheDefinitionSays(String history, String steps, @Nullable String rules, String counts) {
        var person = Events.identity(++people);
        analytics.append(Events.collected(events(person, null, history)));

        assertThat(counts(ask(person, steps, rules == null ? "" : rules))).isEqualTo(counts);
    }

    @Test
    void timesComeFromTheCanonicalChain() {
        var person = Events.identity(++people);
        analytics.append(Events.collected(events(person, null, "A0 A20 B25 C45")));

        var answer = ask(person, "A B C", "");
        assertThat(answer.at("/steps/1/timeFromPrevious/mean").asDouble()).isEqualTo(5 * 86_400);
        assertThat(answer.at("/steps/2/timeFromPrevious/mean").asDouble()).isEqualTo(20 * 86_400);
    }

    @Test
    void aLinkCountsFromThePositionItIsKnownAt() {
        var customer = Events.identity(++people);
        var device = Events.identity(++people);
        analytics.append(Events.collected(events(customer, null, "A0")));
        analytics.append(Events.collected(events(null, device, "B1")));
        long before = analytics.bean(LiveView.class).index().snapshot().position();
        analytics.append(Events.collected(events(customer, device, "X9")));

        assertThat(counts(ask(customer, "A B", "'asOf': %d".formatted(before)))).isEqualTo("1 0");
        assertThat(counts(ask(customer, "A B", "'asOf': %d".formatted(before + 1))))
                .isEqualTo("1 1");
    }

    private static List<JourneyEvent> events(
            @Nullable IdentityKey customer, @Nullable IdentityKey anonymous, String history) {
        var events = new ArrayList<JourneyEvent>();
        for (var token : history.split(" ")) {
            var booking = token.contains("(") ? token.substring(token.indexOf('(') + 1, token.indexOf(')')) : null;
            var bare = token.replaceAll("\\(.*", "");
            var name = bare.replaceAll("[0-9+]", "");
            var time = bare.substring(name.length()).split("\\+");
            var at = START.plus(Duration.ofDays(Long.parseLong(time[0])))
                    .plusMillis(time.length > 1 ? Long.parseLong(time[1]) : 0);
            var moment = new Moment(
                    customer,
                    anonymous,
                    at,
                    Events.SHOP,
                    "e" + ++told,
                    null,
                    "web",
                    null,
                    null,
                    booking,
                    null,
                    Map.of());
            events.add(
                    switch (name) {
                        case "Bk" -> new Booked(moment, null);
                        case "Ch" -> new CheckedIn(moment, null, null);
                        case "Sv" -> new Served(moment, null, null, null, null);
                        default -> new Interacted(moment, name);
                    });
        }
        return events;
    }

    private static String step(String name, boolean optional) {
        var event =
                switch (name) {
                    case "Bk" -> "'event': 'booked'";
                    case "Ch" -> "'event': 'checked-in'";
                    case "Sv" -> "'event': 'served'";
                    default -> "'event': 'interacted', 'filter': {'action': '%s'}".formatted(name);
                };
        return "{" + event + (optional ? ", 'optional': true}" : "}");
    }

    private static JsonNode ask(IdentityKey person, String steps, String rules) {
        var all = Arrays.stream(steps.split(" "))
                .map(name -> step(name.replace("?", ""), name.endsWith("?")))
                .collect(Collectors.joining(", "));
        var written = rules.replaceAll(
                        "X after ([0-9]) before ([0-9])",
                        "{'event': 'interacted', 'filter': {'action': 'X'}, 'afterStep': $1, 'beforeStep': $2}")
                .replace("day 0", "'" + START + "'")
                .replace("day 10", "'" + START.plus(Duration.ofDays(10)) + "'");
        var body = "{'steps': [%s], 'filter': {'customer': '%s'}%s}"
                .formatted(all, person, written.isEmpty() ? "" : ", " + written)
                .replace('\'', '"');
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

    private static String counts(JsonNode answer) {
        return IntStream.range(0, answer.get("steps").size())
                .mapToObj(step -> answer.at("/steps/" + step + "/count").asString())
                .collect(Collectors.joining(" "));
    }
}
