package io.journey360.analytics.voice;

import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.retraction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.ScoreDirection;
import io.journey360.events.SurveyDefined;
import io.journey360.events.SurveyId;
import io.journey360.events.SurveyKind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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

/** Voices against a plain reading of what they mean, on random reviews over HTTP. */
class VoiceApiTest {

    private static final String VOICE = "/api/v1/analytics/voice";
    private static final int REVIEWS = 400;

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;

    /** What was said, without what was taken back. */
    private static final List<Said> SAID = new ArrayList<>();

    /** @param answer on the kind's usual scale, higher being better; null for a survey nobody knows */
    private record Said(
            Reviewed review, String kind, @Nullable Double answer) {

        Moment moment() {
            return review.moment();
        }

        int box() {
            return (int) Math.floor(Objects.requireNonNull(answer) + 0.5);
        }
    }

    @BeforeAll
    static void letPeopleSpeak() {
        analytics = new RunningAnalytics(folder, "journey.index.attributes=campaign,size");
        analytics.append(List.of(Events.published(
                "survey-effort",
                new SurveyDefined(
                        SurveyId.named("effort"),
                        1,
                        "How hard was it?",
                        SurveyKind.CES,
                        new Scale(1, 5),
                        ScoreDirection.LOWER_BETTER,
                        null,
                        Events.START))));
        var random = new Random(11);
        var events = new ArrayList<JourneyEvent>();
        for (int i = 0; i < REVIEWS; i++) {
            var said = said("r" + i, random);
            SAID.add(said);
            events.add(said.review);
            if (i % 5 == 0) {
                events.add(Events.served("s" + i, identity(i % 60), i % 30));
            }
        }
        analytics.append(Events.collected(events));
        analytics.append(List.of(retraction("t1", "r0"), retraction("t2", "r7")));
        SAID.remove(7);
        SAID.removeFirst();
    }

    private static Said said(String id, Random random) {
        var moment = new Moment(
                identity(random.nextInt(60)),
                random.nextInt(10) == 0 ? identity(1000 + random.nextInt(60)) : null,
                day(random.nextInt(80) / 2.0),
                Events.SHOP,
                id,
                random.nextInt(4) == 0 ? null : "touchpoint-" + random.nextInt(3),
                random.nextBoolean() ? "web" : "phone",
                random.nextBoolean() ? "advice" : null,
                null,
                null,
                null,
                random.nextBoolean() ? Map.of("size", random.nextInt(3)) : Map.of("campaign", "spring"));
        return switch (random.nextInt(8)) {
            case 0, 1 -> {
                int score = random.nextInt(11);
                yield new Said(new Reviewed(moment, "nps", score, new Scale(0, 10)), "nps", (double) score);
            }
            case 2 -> { // five points, stretched: 0, 2.5, 5, 7.5, 10
                int score = 1 + random.nextInt(5);
                yield new Said(new Reviewed(moment, "nps", score, new Scale(1, 5)), "nps", (score - 1) * 2.5);
            }
            case 3 -> {
                int score = 1 + random.nextInt(5);
                yield new Said(new Reviewed(moment, "csat", score, new Scale(1, 5)), "csat", (double) score);
            }
            case 4 -> {
                int score = 1 + random.nextInt(7);
                yield new Said(new Reviewed(moment, "ces", score, new Scale(1, 7)), "ces", (double) score);
            }
            case 5 -> { // how hard it was, on five points: 5 is 1 of 7, 1 is 7
                int score = 1 + random.nextInt(5);
                yield new Said(new Reviewed(moment, "effort", score, new Scale(1, 5)), "ces", 7 - (score - 1) * 1.5);
            }
            case 6 -> {
                int score = 1 + random.nextInt(5);
                yield new Said(new Reviewed(moment, "stars", score, new Scale(1, 5)), "stars", (double) score);
            }
            default -> new Said(new Reviewed(moment, "mood", 3, new Scale(1, 5)), "mood", null);
        };
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void theWholeIsCountedAsDefined() {
        var answer = get(VOICE);

        assertSame(answer, SAID);
        assertThat(answer.has("groups")).isFalse();
        assertThat(answer.at("/ces/direction").asString()).isEqualTo("higher-better");
        assertThat(answer.at("/asOf/position").asLong()).isPositive();
    }

    @Test
    void reviewsAreDividedByWhatTheyCarry() {
        assertDivided(get(VOICE + "?by=touchpoint"), said -> said.moment().touchpoint());
        assertDivided(get(VOICE + "?by=channel"), said -> said.moment().channel());
        assertDivided(get(VOICE + "?by=service"), said -> said.moment().service());
        assertDivided(
                get(VOICE + "?by=attributes.size"),
                said -> said.moment().attributes().get("size"));
    }

    private static void assertDivided(JsonNode answer, Function<Said, @Nullable Object> property) {
        var expected = new HashMap<@Nullable Object, List<Said>>();
        SAID.stream()
                .filter(said -> said.answer != null)
                .forEach(said -> expected.computeIfAbsent(
                                Objects.toString(property.apply(said), null), value -> new ArrayList<>())
                        .add(said));
        var groups = answer.get("groups");
        assertThat(groups).hasSameSizeAs(expected.keySet());
        int last = Integer.MAX_VALUE;
        for (var group : groups) {
            var reviews = Objects.requireNonNull(
                    expected.get(group.has("value") ? group.get("value").asString() : null));
            assertSame(group, reviews);
            assertThat(reviews.size()).isLessThanOrEqualTo(last);
            last = reviews.size();
        }
    }

    @Test
    void intervalsAreThoseOfTheZonesCalendar() {
        var zone = ZoneId.of("Pacific/Auckland");
        var expected = new TreeMap<LocalDate, List<Said>>();
        SAID.stream().filter(said -> said.answer != null).forEach(said -> {
            var date = said.moment().occurredAt().atZone(zone).toLocalDate();
            expected.computeIfAbsent(date.minusDays(date.getDayOfWeek().getValue() - 1), monday -> new ArrayList<>())
                    .add(said);
        });

        var groups =
                get(VOICE + "?by=interval&interval=week&zone=Pacific/Auckland").get("groups");

        assertThat(groups.valueStream()
                        .map(group -> OffsetDateTime.parse(group.get("from").asString())
                                .toLocalDate()))
                .containsExactlyElementsOf(expected.keySet());
        for (var group : groups) {
            var from = OffsetDateTime.parse(group.get("from").asString());
            assertThat(from.toInstant())
                    .isEqualTo(from.toLocalDate().atStartOfDay(zone).toInstant());
            assertThat(OffsetDateTime.parse(group.get("to").asString()).toLocalDate())
                    .isEqualTo(from.toLocalDate().plusDays(7));
            assertSame(group, Objects.requireNonNull(expected.get(from.toLocalDate())));
        }
    }

    @Test
    void aPropertyAndAnIntervalDivideTogether() {
        var groups = get(VOICE + "?by=channel&interval=month").get("groups");

        for (var group : groups) {
            var from = Instant.parse(group.get("from").asString());
            var to = Instant.parse(group.get("to").asString());
            var channel = group.get("value").asString();
            assertSame(
                    group,
                    only(said -> channel.equals(said.moment().channel())
                            && !said.moment().occurredAt().isBefore(from)
                            && said.moment().occurredAt().isBefore(to)));
        }
        assertThat(groups).hasSize(4); // two channels, May and June
    }

    @Test
    void filtersComeAsParametersOrInABody() {
        var web = only(said -> "web".equals(said.moment().channel()));

        assertSame(get(VOICE + "?channel=web"), web);
        assertSame(post("{\"filter\": {\"channel\": {\"not\": \"phone\"}}}"), web);
        assertSame(
                get(VOICE + "?touchpoint=touchpoint-1,touchpoint-2&channel=phone"),
                only(said -> "phone".equals(said.moment().channel())
                        && List.of("touchpoint-1", "touchpoint-2")
                                .contains(
                                        Objects.requireNonNullElse(said.moment().touchpoint(), ""))));
        assertSame(
                get(VOICE + "?attributes.size=2"),
                only(said ->
                        Integer.valueOf(2).equals(said.moment().attributes().get("size"))));
        assertSame(
                get(VOICE + "?from=2026-05-03T10:00:00Z&to=2026-05-09T22:00:00Z"),
                only(said -> !said.moment().occurredAt().isBefore(day(2))
                        && said.moment().occurredAt().isBefore(day(8.5))));
        assertSame(
                get(VOICE + "?customer=" + identity(5)),
                only(said -> identity(5).equals(said.moment().customer())));
        assertThat(get(VOICE + "?asOf=1").has("nps")).isFalse();
    }

    @Test
    void whatOnePersonSaidIsTheSameInThe360View() {
        for (int person = 1; person < 20; person++) {
            var whole =
                    get("/api/v1/customers/" + identity(person) + "/journey").get("voice");
            var own = get(VOICE + "?customer=" + identity(person));
            for (var figure : List.of("/nps/n", "/nps/score", "/nps/promoters", "/csat/satisfied", "/ces/mean")) {
                assertThat(own.at(figure).asDouble(Double.NaN))
                        .as("%s of %s", figure, person)
                        .isEqualTo(whole.at(figure).asDouble(Double.NaN), within(1e-9));
            }
        }
    }

    @Test
    void everyFigureFollowsFromTheReviewsListed() {
        var answer = get(VOICE + "?by=touchpoint&interval=month");
        explain(answer, "", only(said -> true));
        for (int i = 0; i < answer.get("groups").size(); i++) {
            var group = answer.get("groups").get(i);
            var from = Instant.parse(group.get("from").asString());
            var to = Instant.parse(group.get("to").asString());
            explain(
                    answer,
                    "/groups/" + i,
                    only(said -> Objects.equals(
                                    said.moment().touchpoint(),
                                    group.has("value") ? group.get("value").asString() : null)
                            && !said.moment().occurredAt().isBefore(from)
                            && said.moment().occurredAt().isBefore(to)));
        }
    }

    /** Takes the answers from the reviews that are listed, not from the items' values, and counts them anew. */
    private static void explain(JsonNode answer, String group, List<Said> among) {
        var byId = new HashMap<String, Said>();
        among.forEach(said -> byId.put(Objects.requireNonNull(said.moment().id()), said));
        for (var kind : List.of("nps", "csat", "ces", "stars")) {
            var scores = answer.at(group + "/" + kind);
            if (scores.isMissingNode()) {
                continue;
            }
            for (var property : scores.properties()) {
                var pointer = group + "/" + kind + "/" + property.getKey();
                switch (property.getKey()) {
                    case "distribution" -> {
                        for (var box : property.getValue().properties()) {
                            var listed = listed(answer, pointer + "/" + box.getKey(), byId);
                            assertThat(listed).hasSize(box.getValue().asInt());
                            assertThat(listed)
                                    .allSatisfy(
                                            said -> assertThat(said.box()).isEqualTo(Integer.parseInt(box.getKey())));
                        }
                    }
                    case "direction" -> {}
                    case "score" ->
                        assertThat(nps(listed(answer, pointer, byId)))
                                .isEqualTo(property.getValue().asDouble(), within(1e-9));
                    case "mean" ->
                        assertThat(mean(listed(answer, pointer, byId)))
                                .isEqualTo(property.getValue().asDouble(), within(1e-9));
                    case "satisfied" ->
                        assertThat(listed(answer, pointer, byId).size()
                                        / scores.get("n").asDouble())
                                .isEqualTo(property.getValue().asDouble());
                    default ->
                        assertThat(listed(answer, pointer, byId))
                                .as(pointer)
                                .hasSize(property.getValue().asInt());
                }
            }
        }
    }

    private static List<Said> listed(JsonNode answer, String pointer, Map<String, Said> byId) {
        return Explanations.of(analytics.http(), answer, pointer).stream()
                .map(item -> {
                    assertThat(item.events()).hasSize(1);
                    return Objects.requireNonNull(
                            byId.get(item.events().getFirst().id()));
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ?by=colour                                           | /by
                    ?by=interval                                         | /interval
                    ?interval=fortnight                                  | /interval
                    ?zone=Mars                                           | /zone
                    ?from=yesterday                                      | /from
                    ?from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z   | /to
                    ?asOf=soon                                           | /asOf
                    ?event=arrived                                       | /event
                    ?customer=ann                                        | /customer
                    ?colour=red                                          | /colour
                    ?attributes.colour=red                               | /attributes/colour
                    ?by=attributes.colour                                | /by""")
    void badRequestsAreRefusedWithWhatIsWrong(String parameters, String pointer) {
        var problem = JsonMapper.shared()
                .readTree(analytics
                        .http()
                        .get()
                        .uri(VOICE + parameters)
                        .exchange()
                        .expectStatus()
                        .isBadRequest()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
        assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    }

    private static List<Said> only(Predicate<Said> wanted) {
        return SAID.stream().filter(wanted).toList();
    }

    private static void assertSame(JsonNode scores, List<Said> said) {
        assertCounts(scores, said, "nps", node -> {
            var answers = of(said, "nps");
            assertThat(node.get("score").asDouble()).isEqualTo(nps(answers), within(1e-9));
            assertThat(node.get("promoters").asInt())
                    .isEqualTo((int) answers.stream().filter(a -> a.box() >= 9).count());
            assertThat(node.get("detractors").asInt())
                    .isEqualTo((int) answers.stream().filter(a -> a.box() <= 6).count());
        });
        assertCounts(scores, said, "csat", node -> {
            var answers = of(said, "csat");
            assertThat(node.get("satisfied").asDouble())
                    .isEqualTo(
                            (double) answers.stream().filter(a -> a.box() >= 4).count() / answers.size());
            assertThat(node.get("mean").asDouble()).isEqualTo(mean(answers), within(1e-9));
        });
        assertCounts(
                scores,
                said,
                "ces",
                node -> assertThat(node.get("mean").asDouble()).isEqualTo(mean(of(said, "ces")), within(1e-9)));
        assertCounts(
                scores,
                said,
                "stars",
                node -> assertThat(node.get("mean").asDouble()).isEqualTo(mean(of(said, "stars")), within(1e-9)));
    }

    private static void assertCounts(JsonNode scores, List<Said> said, String kind, Consumer<JsonNode> rest) {
        var answers = of(said, kind);
        assertThat(scores.has(kind)).isEqualTo(!answers.isEmpty());
        if (answers.isEmpty()) {
            return;
        }
        var node = scores.get(kind);
        assertThat(node.get("n").asInt()).isEqualTo(answers.size());
        assertThat(node.get("distribution").properties())
                .allSatisfy(box -> assertThat(answers)
                        .filteredOn(answer -> answer.box() == Integer.parseInt(box.getKey()))
                        .hasSize(box.getValue().asInt()));
        assertThat(node.get("distribution")
                        .valueStream()
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .isEqualTo(answers.size());
        rest.accept(node);
    }

    private static List<Said> of(List<Said> said, String kind) {
        return said.stream().filter(each -> each.kind.equals(kind)).toList();
    }

    private static double nps(List<Said> answers) {
        long promoters = answers.stream().filter(a -> a.box() >= 9).count();
        long detractors = answers.stream().filter(a -> a.box() <= 6).count();
        return 100.0 * promoters / answers.size() - 100.0 * detractors / answers.size();
    }

    private static double mean(List<Said> answers) {
        return answers.stream()
                .mapToDouble(a -> Objects.requireNonNull(a.answer))
                .average()
                .orElseThrow();
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

    private static JsonNode post(String body) {
        return JsonMapper.shared()
                .readTree(analytics
                        .http()
                        .post()
                        .uri(VOICE)
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
