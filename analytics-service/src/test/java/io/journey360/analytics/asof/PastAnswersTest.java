package io.journey360.analytics.asof;

import static io.journey360.analytics.running.Events.SHOP;
import static io.journey360.analytics.running.Events.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.Events;
import io.journey360.analytics.running.Explanations;
import io.journey360.analytics.running.PersonaEvents;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.Cancelled;
import io.journey360.events.CheckedIn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.Moment;
import io.journey360.events.Money;
import io.journey360.events.PersonaEvent;
import io.journey360.events.Phase;
import io.journey360.events.ProfileId;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Served;
import io.journey360.events.StageEntry;
import io.journey360.events.TouchpointDeclared;
import io.journey360.events.TouchpointId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was answered at a moment is answered again as of that moment, whatever was learnt since. */
class PastAnswersTest {

    private static final int MOMENTS = 50;
    private static final PersonaEvents GOLD = new PersonaEvents("gold");
    private static final PersonaEvents SILVER = new PersonaEvents("silver");
    private static final int CUSTOMERS = 12;
    private static final int DEVICES = 8;

    /** Recent, so that windows and journeys are open as of every moment of the run. */
    private static final Instant START =
            Instant.now().minus(Duration.ofDays(20)).truncatedTo(ChronoUnit.DAYS);

    /** By name: the body of a request, or the query of one without a body. */
    private static final Map<String, String> QUESTIONS = questions();

    /** What stands in answers beside their figures: moments, limits, lengths of lists, what the catalogue promises, values that divide. */
    private static final Set<String> NO_FIGURES = Set.of(
            "asOf",
            "from",
            "to",
            "period",
            "intervals",
            "version",
            "target",
            "expectedSeconds",
            "scale",
            "value",
            "key",
            "touchpointCount",
            "painPointCount");

    @TempDir
    static Path folder;

    private static RunningAnalytics analytics;
    private static final Random RANDOM = new Random(11);
    private static final Random OF_PERSONAS = new Random(11);
    private static final List<Taken> TAKEN = new ArrayList<>();
    private static int events;

    private record Taken(long position, String time, Map<String, JsonNode> answers) {}

    static Map<String, String> questions() {
        var steps = "\"steps\": [{\"event\": \"discovered\"}, {\"event\": \"booked\"}, {\"event\": \"served\"}]";
        var questions = new LinkedHashMap<String, String>();
        questions.put("funnel", "{" + steps + "}");
        questions.put("funnel by booking", """
                {"steps": [{"event": "booked"}, {"event": "served"}], "by": "booking", "breakdown": "channel"}""");
        questions.put("funnel by attempt", "{" + steps + ", \"by\": \"attempt\", \"order\": \"strict\"}");
        questions.put("funnel excluding", "{" + steps + """
                , "holdConstant": "booking", "exclude": [{"event": "cancelled", "afterStep": 2, "beforeStep": 3}],
                 "filter": {"attributes": {"campaign": {"not": "spring"}}}}""");
        questions.put("paths", """
                {"node": "event", "gap": "P3D"}""");
        questions.put("paths of touchpoints", """
                {"node": "touchpoint", "collapse": true, "filter": {"customer": {"not": "%s"}}}""".formatted(identity(1)));
        questions.put("times", """
                {"start": {"event": "discovered"}, "end": {"event": "served"}, "breakdown": "channel"}""");
        questions.put("times of each", """
                {"start": {"event": "booked"}, "end": {"event": "served"}, "by": "booking", "pairing": "each"}""");
        questions.put("retention", """
                {"start": {"event": "discovered"}, "interval": "day", "periods": 4, "cohorts": "recurring", "zone": "Asia/Kolkata"}""");
        questions.put("lifecycle", """
                {"interval": "week", "breakdown": "attributes.campaign"}""");
        questions.put("stickiness", """
                {"interval": "day", "per": "week", "filter": {"event": "interacted"}}""");
        questions.put("trends of value", """
                {"measure": "value", "interval": "week", "breakdown": "channel"}""");
        questions.put("trends of people", """
                {"measure": "people", "interval": "day"}""");
        questions.put("attribution", """
                {"goal": {"event": "served"}, "touches": [{"event": "discovered"}, {"event": "interacted"}], "by": "touchpoint",
                 "model": "time-decay"}""");
        questions.put("stages", "");
        questions.put("funnel of a persona", "{" + steps + """
                , "filter": {"persona": "gold", "channel": "web"}, "breakdown": "touchpoint"}""");
        questions.put("funnel without a persona", "{" + steps + ", \"by\": \"attempt\"" + """
                , "filter": {"persona": {"not": ["gold@1", "silver"]}}}""");
        questions.put("paths of any persona", """
                {"node": "event", "filter": {"persona": {"exists": true}}}""");
        questions.put("trends of a persona", """
                {"measure": "people", "interval": "week", "filter": {"persona": ["gold", "silver"]}}""");
        questions.put("stages of a persona", "?persona=gold");
        questions.put("voice of a persona", "?by=channel&persona=silver");
        questions.put("touchpoints", "?goal=served");
        questions.put("pain-points", "?channel=web,app");
        questions.put("voice", "?by=touchpoint&interval=week&zone=Europe/Zurich");
        questions.put("conformance", """
                {"map": "visit"}""");
        questions.put("conformance of people", """
                {"map": "visit", "version": 1, "by": "customer", "filter": {"channel": "web"}}""");
        return questions;
    }

    @BeforeAll
    static void askAgainAndAgainWhileMuchHappens() throws InterruptedException {
        analytics = new RunningAnalytics(folder, "journey.index.attributes=campaign");
        analytics.append(List.of(drawn(1)));
        analytics.append(
                PersonaEvents.messages(GOLD.defined(1), SILVER.defined(1), GOLD.evaluated(1), SILVER.evaluated(1)));
        for (int moment = 0; moment < MOMENTS; moment++) {
            var messages = new ArrayList<DomainEventMessage<?>>();
            for (int i = 0; i <= RANDOM.nextInt(8); i++) {
                messages.add(message());
            }
            messages.add(PersonaEvents.message(membership()));
            analytics.append(messages);
            var answers = new LinkedHashMap<String, JsonNode>();
            for (var question : QUESTIONS.keySet()) {
                answers.put(question, ask(question, null));
            }
            for (int customer = 1; customer <= CUSTOMERS; customer++) {
                answers.put("journey " + customer, journey(customer, null));
            }
            var asOf = answers.get("funnel").get("asOf");
            TAKEN.add(new Taken(asOf.get("position").asLong(), asOf.get("time").asString(), answers));
            Thread.sleep(3); // the next moment has another time
        }
    }

    private static DomainEventMessage<?> message() {
        int number = events++;
        return switch (RANDOM.nextInt(20)) {
            case 0 ->
                Events.collected(
                        new Retracted(SHOP, "r" + number, "e" + RANDOM.nextInt(number + 5), START), SHOP, "r" + number);
            case 1 ->
                Events.published(
                        "merge-" + number,
                        new CustomersMerged(new MergeId("merge-" + number), customer(1), customer(4), START));
            case 2 ->
                Events.published(
                        "merge-" + number,
                        new CustomersMerged(new MergeId("merge-" + number), customer(2), customer(5), START));
            case 3 ->
                Events.published(
                        "undone-" + number,
                        new MergeUndone(
                                new MergeId("merge-" + RANDOM.nextInt(number + 1)), customer(1), customer(4), START));
            case 4 ->
                Events.published(
                        "attached-" + number,
                        new IdentityAttached(new ProfileId("profile-" + number), customer(0), device(), START));
            case 5 ->
                Events.published(
                        "declared-" + number,
                        new TouchpointDeclared(
                                TouchpointId.named("t" + RANDOM.nextInt(3)),
                                "Touchpoint " + number,
                                "web",
                                "buy",
                                Phase.BEFORE,
                                "owner-" + RANDOM.nextInt(3),
                                Map.of("nps", (double) RANDOM.nextInt(50)),
                                false,
                                START));
            case 6 -> drawn(2 + number);
            default -> Events.collected(journeyEvent("e" + number));
        };
    }

    /** Gold gets a second version, which is not in force at once. */
    private static PersonaEvent membership() {
        var persona = OF_PERSONAS.nextInt(3) > 0 ? GOLD : SILVER;
        int version = 1 + OF_PERSONAS.nextInt(2);
        var whose = identity(
                OF_PERSONAS.nextInt(4) == 0 ? 100 + OF_PERSONAS.nextInt(DEVICES) : 1 + OF_PERSONAS.nextInt(CUSTOMERS));
        return switch (OF_PERSONAS.nextInt(10)) {
            case 0 -> GOLD.defined(2);
            case 1 -> GOLD.evaluated(2);
            case 2, 3 -> persona.left(version, whose);
            default -> persona.assigned(version, whose);
        };
    }

    /** One stage fewer in every second version. */
    private static DomainEventMessage<?> drawn(int version) {
        var stages = List.of(
                stage("discover", JourneyEventType.DISCOVERED, false),
                stage("act", JourneyEventType.INTERACTED, true),
                stage("book", JourneyEventType.BOOKED, false),
                stage("serve", JourneyEventType.SERVED, false));
        return Events.published(
                "drawn-" + version,
                new JourneyMapDefined(
                        JourneyMapId.named("visit"), version, "Visit", stages.subList(0, 4 - version % 2), START));
    }

    private static JourneyMapStage stage(String key, JourneyEventType event, boolean optional) {
        return new JourneyMapStage(
                key,
                key,
                List.of(new StageEntry(event, null, null)),
                optional,
                Duration.ofDays(2),
                List.of(),
                List.of(),
                List.of());
    }

    private static IdentityKey customer(int among) {
        return identity(1 + (among == 0 ? RANDOM.nextInt(CUSTOMERS) : among - 1 + 6 * RANDOM.nextInt(2)));
    }

    private static IdentityKey device() {
        return identity(100 + RANDOM.nextInt(DEVICES));
    }

    private static JourneyEvent journeyEvent(String id) {
        boolean known = RANDOM.nextInt(4) > 0;
        var moment = new Moment(
                known ? customer(0) : null,
                !known || RANDOM.nextInt(5) == 0 ? device() : null,
                START.plus(Duration.ofHours(RANDOM.nextInt(24 * 19))), // late more often than not
                SHOP,
                id,
                "t" + RANDOM.nextInt(4),
                RANDOM.nextBoolean() ? "web" : "desk",
                "advice",
                null,
                RANDOM.nextBoolean() ? "b" + RANDOM.nextInt(30) : null,
                RANDOM.nextInt(3) == 0 ? new Money(BigDecimal.valueOf(RANDOM.nextInt(9000), 2), "EUR") : null,
                RANDOM.nextBoolean() ? Map.of("campaign", RANDOM.nextBoolean() ? "spring" : "autumn") : Map.of());
        return switch (RANDOM.nextInt(8)) {
            case 0, 1 -> new Discovered(moment);
            case 2 -> new Interacted(moment, "action-" + RANDOM.nextInt(3));
            case 3, 4 -> new Booked(moment, null);
            case 5 -> RANDOM.nextBoolean() ? new Cancelled(moment, null) : new CheckedIn(moment, null, "desk");
            case 6 -> new Served(moment, null, "done", null, null);
            default -> new Reviewed(moment, "nps", RANDOM.nextInt(11), new Scale(0, 10));
        };
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    @Test
    void answersOfThenAreGivenAgainAsOfTheirPosition() {
        assertThat(TAKEN).extracting(Taken::position).doesNotHaveDuplicates();
        for (var taken : TAKEN) {
            assertSame(taken, String.valueOf(taken.position()));
        }
    }

    @Test
    void answersOfThenAreGivenAgainAsOfTheirTime() {
        for (var taken : TAKEN) {
            assertSame(taken, taken.time());
        }
    }

    @Test
    void theRunHadEverythingInIt() {
        var first = TAKEN.getFirst().answers();
        var last = TAKEN.getLast().answers();
        for (var question : QUESTIONS.keySet()) {
            assertThat(last.get(question)).as(question).isNotEqualTo(first.get(question));
        }
        assertThat(last.values())
                .anySatisfy(answer -> assertThat(answer.path("identities")).hasSizeGreaterThan(2));
    }

    @Test
    void everyFigureOfEveryAnswerListsWhatItIsMadeOf() {
        var unexplained = new ArrayList<String>();
        for (var question : QUESTIONS.keySet()) {
            var answer = answer(question, null);
            var explained = new ArrayList<String>();
            figures(answer, "", pointer -> {
                if (!Explanations.has(analytics.http(), answer, pointer)) {
                    unexplained.add(question + " " + pointer);
                    return;
                }
                var value = answer.at(pointer);
                var items = Explanations.of(analytics.http(), answer, pointer);
                if (value.isIntegralNumber()) {
                    assertThat(List.of((long) items.size(), Explanations.people(items), kinds(items)))
                            .as("%s %s: contributions, people, different ones", question, pointer)
                            .contains(value.asLong());
                } else {
                    assertThat(value.asDouble() != 0 && items.isEmpty())
                            .as("%s %s is %s of nothing", question, pointer, value)
                            .isFalse();
                }
                explained.add(pointer);
            });
            assertThat(explained).as(question).isNotEmpty();
        }
        assertThat(unexplained).isEmpty();
    }

    /** How many different series of events there are among the contributions. */
    private static long kinds(List<Explanations.Item> items) {
        return items.stream()
                .map(item ->
                        item.events().stream().map(Explanations.Event::event).toList())
                .distinct()
                .count();
    }

    private static void figures(JsonNode node, String pointer, Consumer<String> figure) {
        if (node.isNumber()) {
            figure.accept(pointer);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                figures(node.get(i), pointer + "/" + i, figure);
            }
        } else {
            node.propertyStream()
                    .filter(property -> !NO_FIGURES.contains(property.getKey()))
                    .forEach(property -> figures(property.getValue(), pointer + "/" + property.getKey(), figure));
        }
    }

    private static void assertSame(Taken taken, String asOf) {
        taken.answers().forEach((name, answer) -> {
            var again = name.startsWith("journey ")
                    ? journey(Integer.parseInt(name.substring("journey ".length())), asOf)
                    : ask(name, asOf);
            assertThat(again).as("%s as of %s", name, asOf).isEqualTo(answer);
        });
    }

    private static JsonNode ask(String name, @Nullable String asOf) {
        return withoutLink(answer(name, asOf));
    }

    private static JsonNode answer(String name, @Nullable String asOf) {
        var body = QUESTIONS.get(name);
        var path = "/api/v1/analytics/" + name.split(" ")[0];
        if (body.isEmpty() || body.startsWith("?")) {
            return get(path + (body.isEmpty() ? "?" : body + "&") + (asOf == null ? "" : "asOf=" + asOf));
        }
        var request = (ObjectNode) JsonMapper.shared().readTree(body);
        if (asOf != null) {
            request.put("asOf", asOf);
        }
        return read(analytics
                .http()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static JsonNode journey(int customer, @Nullable String asOf) {
        return withoutLink(get("/api/v1/customers/%s/journey?limit=1000%s"
                .formatted(identity(customer), asOf == null ? "" : "&asOf=" + asOf)));
    }

    private static JsonNode get(String uri) {
        return read(analytics
                .http()
                .get()
                .uri(uri)
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static JsonNode read(byte[] body) {
        return JsonMapper.shared().readTree(body);
    }

    /** The link to its explanations names the question. */
    private static JsonNode withoutLink(JsonNode answer) {
        ((ObjectNode) answer).remove("explain");
        return answer;
    }
}
