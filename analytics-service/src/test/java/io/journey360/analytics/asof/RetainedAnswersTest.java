package io.journey360.analytics.asof;

import static io.journey360.analytics.running.Events.SHOP;
import static io.journey360.analytics.running.Events.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.PersonaEvents;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.ConsentGranted;
import io.journey360.events.Discovered;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.IdentityKind;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.Moment;
import io.journey360.events.ProfileId;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Sealed;
import io.journey360.events.Served;
import io.journey360.events.StageEntry;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.documents.EmbeddedDocuments;
import io.journey360.platform.log.EventKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;

/**
 * What is kept no longer is as if it had never been told: every answer, byte for byte and as of any position, is that of a log
 * that never had it, but that people stay who they were.
 */
class RetainedAnswersTest {

    private static final int CUSTOMERS = 9;
    private static final int DEVICES = 6;
    private static final int EVENTS = 300;
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START.plus(Duration.ofDays(25)), ZoneOffset.UTC);

    @TempDir
    Path folder;

    /** After which event it is due; what comes later and happened before leaves on arrival. */
    private record Due(int after, RetentionDue event) {

        boolean covers(String kind, IdentityKey identity, Instant occurredAt) {
            return event.kinds().contains(kind)
                    && (event.identities().isEmpty() || event.identities().contains(identity))
                    && occurredAt.isBefore(event.before());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void areThoseOfALogThatNeverHadIt(long seed) throws Exception {
        var random = new Random(seed);
        var dues = dues(random);
        long story = random.nextLong();
        Map<String, String> never;
        try (var analytics = start("never", null)) {
            analytics.append(story(story, dues, false));
            never = answers(analytics);
        }
        try (var documents = new EmbeddedDocuments()) {
            try (var analytics = start("retained", documents)) {
                var messages = story(story, dues, true);
                for (int at = 0; at < messages.size(); ) {
                    int to = Math.min(messages.size(), at + 1 + random.nextInt(messages.size()));
                    analytics.append(messages.subList(at, to));
                    at = to;
                }
                assertSame(analytics, never);

                rebuild(analytics);
                assertSame(analytics, never);
            }
            try (var analytics = start("retained", documents)) {
                analytics.awaitViews();
                assertSame(analytics, never);
            }
        }
        try (var analytics = start("retained", null)) { // from nothing but the log
            analytics.awaitViews();
            assertSame(analytics, never);
        }
    }

    private static void assertSame(RunningAnalytics analytics, Map<String, String> never) {
        answers(analytics)
                .forEach((question, answer) -> assertThat(answer).as(question).isEqualTo(never.get(question)));
    }

    private RunningAnalytics start(String name, @Nullable EmbeddedDocuments documents) {
        var settings = new ArrayList<>(List.of("journey.index.attributes=campaign"));
        if (documents != null) {
            settings.add("journey.documents=" + documents.connectionString());
        }
        return new RunningAnalytics(folder.resolve(name), CLOCK, settings.toArray(String[]::new));
    }

    private static List<Due> dues(Random random) {
        var kinds = new ArrayList<>(List.of("discovered", "interacted", "booked", "served", "reviewed", "traits"));
        var dues = new ArrayList<Due>();
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(kinds, random);
            var some = i % 2 == 0
                    ? List.<IdentityKey>of()
                    : List.of(
                            identity(1 + random.nextInt(CUSTOMERS)),
                            identity(1 + random.nextInt(CUSTOMERS)),
                            identity(100 + random.nextInt(DEVICES)));
            int days = (some.isEmpty() ? 2 : 8) + random.nextInt(8);
            dues.add(new Due(
                    random.nextInt(EVENTS),
                    new RetentionDue(
                            RetentionId.named("rule-" + i),
                            new RetentionRunId("retention-run-" + i),
                            List.copyOf(kinds.subList(0, 1 + random.nextInt(3))),
                            START.plus(Duration.ofDays(days)),
                            some,
                            START)));
        }
        return dues;
    }

    /** Of what is dropped only the link it made is left, and of the rest nothing, so that positions are the same. */
    private static List<DomainEventMessage<?>> story(long seed, List<Due> dues, boolean retained) {
        var random = new Random(seed);
        var messages = new ArrayList<DomainEventMessage<?>>();
        add(
                messages,
                "journey-map-visit",
                new JourneyMapDefined(
                        JourneyMapId.named("visit"),
                        1,
                        "Visit",
                        List.of(
                                stage("discovered", JourneyEventType.DISCOVERED),
                                stage("served", JourneyEventType.SERVED)),
                        START));
        personas(messages);
        for (int number = 0; number < EVENTS; number++) {
            event(messages, number, random, retained ? List.of() : dues);
            for (var due : dues) {
                if (due.after == number) {
                    add(
                            messages,
                            due.event.run().value(),
                            retained ? due.event : nothing(due.event.run().value()));
                }
            }
        }
        return messages;
    }

    /** Some are both, and one is so under a device. */
    private static void personas(List<DomainEventMessage<?>> messages) {
        int number = 0;
        for (var name : List.of("gold", "silver")) {
            var persona = new PersonaEvents(name);
            add(messages, name + "-defined", persona.defined(1));
            add(messages, name + "-evaluated", persona.evaluated(1));
            for (int member : List.of(1 + number, 2 + number, 3 + number, 100 + number)) {
                add(messages, name + "-" + member, persona.assigned(1, identity(member)));
            }
            number += 2;
        }
    }

    private static JourneyMapStage stage(String id, JourneyEventType event) {
        return new JourneyMapStage(
                id,
                id,
                List.of(new StageEntry(event, null, null)),
                false,
                Duration.ofDays(2),
                List.of(),
                List.of(),
                List.of());
    }

    private static ProfileOpened nothing(String name) {
        return new ProfileOpened(
                new ProfileId("profile-nobody-" + name),
                identity(9_000 + name.hashCode()),
                IdentityKind.CUSTOMER,
                START);
    }

    private static void event(List<DomainEventMessage<?>> messages, int number, Random random, List<Due> dropped) {
        var customer = identity(1 + random.nextInt(CUSTOMERS));
        var device = identity(100 + random.nextInt(DEVICES));
        int kind = random.nextInt(20);
        var at = START.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 20)));
        switch (kind) {
            case 0 ->
                add(
                        messages,
                        "said-" + number,
                        new ConsentGranted(customer, "analytics", "s" + number, "1", "shop", null, at));
            case 1 -> {
                var told = new TraitsChanged(
                        customer,
                        "change-" + number,
                        "shop",
                        Map.of("t" + random.nextInt(3), new Sealed("v1.AAAA")),
                        List.of("t3"),
                        null,
                        null,
                        at);
                boolean isDropped = dropped.stream().anyMatch(due -> due.covers("traits", customer, at));
                add(messages, "told-" + number, isDropped ? nothing("told-" + number) : told);
            }
            case 2 ->
                add(
                        messages,
                        "attached-" + number,
                        new IdentityAttached(new ProfileId("profile-" + number), customer, device, at));
            case 3 ->
                collect(messages, "x" + number, new Retracted(SHOP, "x" + number, "e" + random.nextInt(EVENTS), at));
            default -> {
                var event = journeyEvent(random, customer, device, number, at);
                var moment = event.moment();
                if (dropped.stream().noneMatch(due -> due.covers(event.type().wireName(), moment.identity(), at))) {
                    collect(messages, "e" + number, event);
                } else if (moment.customer() != null && moment.anonymous() != null) {
                    add(
                            messages,
                            "link-" + number,
                            new Identified(moment.customer(), moment.anonymous(), true, SHOP, "e" + number, at));
                } else {
                    add(messages, "nothing-" + number, nothing("e" + number));
                }
            }
        }
    }

    private static JourneyEvent journeyEvent(
            Random random, IdentityKey customer, IdentityKey device, int number, Instant at) {
        boolean known = random.nextInt(4) > 0;
        var moment = new Moment(
                known ? customer : null,
                !known || random.nextInt(8) == 0 ? device : null,
                at,
                SHOP,
                "e" + number,
                "touchpoint-t" + random.nextInt(4),
                random.nextBoolean() ? "web" : "desk",
                "advice",
                null,
                random.nextBoolean() ? "b" + random.nextInt(30) : null,
                null,
                random.nextBoolean() ? Map.of("campaign", "spring") : Map.of());
        return switch (random.nextInt(6)) {
            case 0 -> new Discovered(moment);
            case 1, 2 -> new Interacted(moment, "action-" + random.nextInt(3));
            case 3 -> new Booked(moment, null);
            case 4 -> new Served(moment, null, "done", null, null);
            default -> new Reviewed(moment, "nps", random.nextInt(11), new Scale(0, 10));
        };
    }

    private static void collect(List<DomainEventMessage<?>> messages, String id, PublishedEvent event) {
        var key = EventKeys.key(SHOP, id);
        messages.add(new GenericDomainEventMessage<>(
                "Collected", "event-" + key, 0, event, Map.of(), key, recordedAt(messages)));
    }

    private static void add(List<DomainEventMessage<?>> messages, String name, PublishedEvent event) {
        messages.add(new GenericDomainEventMessage<>(
                "Profile", name, 0, event, Map.of(), "message-" + name, recordedAt(messages)));
    }

    /** Both logs learn the same at the same time. */
    private static Instant recordedAt(List<?> before) {
        return START.plus(Duration.ofDays(21)).plusMillis(before.size());
    }

    /** What is known now, and what was known a third and two thirds of the way. */
    private static Map<String, String> answers(RunningAnalytics analytics) {
        var answers = new LinkedHashMap<String, String>();
        for (var asOf : List.of("", String.valueOf(EVENTS / 3), String.valueOf(2 * EVENTS / 3))) {
            PastAnswersTest.questions()
                    .forEach((name, question) -> answers.put(name + " " + asOf, ask(analytics, name, question, asOf)));
            for (int customer = 1; customer <= CUSTOMERS; customer++) {
                answers.put("journey %d %s".formatted(customer, asOf), journey(analytics, customer, asOf));
            }
            for (int device = 100; device < 100 + DEVICES; device++) {
                answers.put("journey %d %s".formatted(device, asOf), journey(analytics, device, asOf));
            }
        }
        answers.put("customers", get(analytics, "/api/v1/customers?limit=1000"));
        return answers;
    }

    private static String ask(RunningAnalytics analytics, String name, String question, String asOf) {
        var path = "/api/v1/analytics/" + name.split(" ")[0];
        if (question.isEmpty() || question.startsWith("?")) {
            return get(analytics, path + with(question, asOf));
        }
        return text(analytics
                .http()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(asOf.isEmpty() ? question : question.replaceFirst("\\{", "{\"asOf\": " + asOf + ", "))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static String with(String query, String asOf) {
        return asOf.isEmpty() ? query : query + (query.isEmpty() ? "?" : "&") + "asOf=" + asOf;
    }

    private static String journey(RunningAnalytics analytics, int customer, String asOf) {
        return get(
                analytics, "/api/v1/customers/%s/journey%s".formatted(identity(customer), with("?limit=1000", asOf)));
    }

    private static String get(RunningAnalytics analytics, String uri) {
        return text(analytics
                .http()
                .get()
                .uri(uri)
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    /** Without the link to its explanation, which is keyed, and without the position, as what was dropped is told in the log. */
    private static String text(byte @Nullable [] body) {
        return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8)
                .replaceAll(",?\"(explain|instance|traceId)\":\"[^\"]*\"", "")
                .replaceAll(",?\"asOf\":\\{[^}]*\\}", "");
    }

    private static void rebuild(RunningAnalytics analytics) throws InterruptedException {
        var location = analytics
                .http()
                .post()
                .uri("/api/v1/analytics/rebuild")
                .exchange()
                .expectStatus()
                .isAccepted()
                .returnResult(Void.class)
                .getResponseHeaders()
                .getLocation();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!get(analytics, location.getPath()).contains("\"done\"")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
        analytics.awaitViews();
    }
}
