package io.journey360.analytics.asof;

import static io.journey360.analytics.running.Events.SHOP;
import static io.journey360.analytics.running.Events.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.PersonaEvents;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.Cancelled;
import io.journey360.events.ConsentGranted;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKind;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEventType;
import io.journey360.events.JourneyMapDefined;
import io.journey360.events.JourneyMapId;
import io.journey360.events.JourneyMapStage;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.Moment;
import io.journey360.events.ProfileId;
import io.journey360.events.ProfileOpened;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Sealed;
import io.journey360.events.Served;
import io.journey360.events.StageEntry;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.log.EventKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;

/** Customers merged and parted again are as if they had never been merged: every answer, byte for byte. */
class UnmergedAnswersTest {

    private static final int CUSTOMERS = 9;
    private static final int DEVICES = 6;
    private static final int EVENTS = 400;
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(START.plus(Duration.ofDays(25)), ZoneOffset.UTC);

    /** After which event whom; undone in another order than made, twice the same two, and three who become one. */
    private static final Map<Integer, int[]> MERGES = Map.of(
            40, new int[] {1, 2},
            60, new int[] {2, 3},
            90, new int[] {4, 5},
            220, new int[] {1, 2});

    private static final Map<Integer, Integer> UNDOINGS = Map.of(150, 40, 300, 90, 340, 60, 380, 220);

    @TempDir
    Path folder;

    @Test
    void areThoseOfPeopleWhoNeverWereMergedBeforeAndAfterARebuild() throws Exception {
        Map<String, String> never;
        try (var analytics =
                new RunningAnalytics(folder.resolve("never"), CLOCK, "journey.index.attributes=campaign")) {
            analytics.append(story(false));
            never = answers(analytics);
        }
        try (var analytics =
                new RunningAnalytics(folder.resolve("unmerged"), CLOCK, "journey.index.attributes=campaign")) {
            var story = story(true);
            analytics.append(story.subList(0, 120));
            assertThat(journey(analytics, 1))
                    .isEqualTo(journey(analytics, 3))
                    .contains(identity(2).value());
            analytics.append(story.subList(120, story.size()));
            assertThat(answers(analytics)).isEqualTo(never);

            rebuild(analytics);
            assertThat(answers(analytics)).isEqualTo(never);
        }
    }

    /** With something else in the place of each merge and undoing, so that positions are the same. */
    private static List<DomainEventMessage<?>> story(boolean withMerges) {
        var random = new Random(5);
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
            event(messages, number, random);
            var merged = MERGES.get(number);
            if (merged != null) {
                add(messages, "at-" + number, withMerges ? merge(number, merged) : nothing(number));
            }
            var undone = UNDOINGS.get(number);
            if (undone != null) {
                add(messages, "at-" + number, withMerges ? undoing(undone) : nothing(number));
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

    private static CustomersMerged merge(int number, int[] who) {
        return new CustomersMerged(new MergeId("merge-" + number), identity(who[0]), identity(who[1]), START);
    }

    private static MergeUndone undoing(int merge) {
        var who = MERGES.get(merge);
        return new MergeUndone(new MergeId("merge-" + merge), identity(who[0]), identity(who[1]), START);
    }

    private static ProfileOpened nothing(int number) {
        return new ProfileOpened(
                new ProfileId("profile-nobody-" + number), identity(9_000 + number), IdentityKind.CUSTOMER, START);
    }

    private static void event(List<DomainEventMessage<?>> messages, int number, Random random) {
        var customer = identity(1 + random.nextInt(CUSTOMERS));
        var device = identity(100 + random.nextInt(DEVICES));
        int kind = random.nextInt(20);
        var at = START.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 20)));
        switch (kind) {
            case 0 ->
                add(
                        messages,
                        "said-" + number,
                        random.nextBoolean()
                                ? new ConsentGranted(customer, "analytics", "s" + number, "1", "shop", null, at)
                                : new ConsentWithdrawn(customer, "marketing", "s" + number, null, "shop", null, at));
            case 1 ->
                add(
                        messages,
                        "told-" + number,
                        new TraitsChanged(
                                customer,
                                "change-" + number,
                                "shop",
                                Map.of("t" + random.nextInt(3), new Sealed("v1.AAAA")),
                                List.of("t3"),
                                null,
                                null,
                                at));
            case 2 ->
                add(
                        messages,
                        "attached-" + number,
                        new IdentityAttached(new ProfileId("profile-" + number), customer, device, at));
            default -> {
                boolean known = random.nextInt(4) > 0;
                var moment = new Moment(
                        known ? customer : null,
                        !known || random.nextInt(12) == 0 ? device : null,
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
                var event =
                        switch (kind % 6) {
                            case 0 -> new Discovered(moment);
                            case 1 -> new Interacted(moment, "action-" + random.nextInt(3));
                            case 2, 3 -> new Booked(moment, null);
                            case 4 ->
                                random.nextBoolean()
                                        ? new Cancelled(moment, null)
                                        : new Served(moment, null, "done", null, null);
                            default -> new Reviewed(moment, "nps", random.nextInt(11), new Scale(0, 10));
                        };
                var key = EventKeys.key(SHOP, "e" + number);
                messages.add(new GenericDomainEventMessage<>(
                        "Collected", "event-" + key, 0, event, Map.of(), key, recordedAt(messages)));
            }
        }
    }

    private static void add(List<DomainEventMessage<?>> messages, String name, PublishedEvent event) {
        messages.add(new GenericDomainEventMessage<>(
                "Profile", name, 0, event, Map.of(), "message-" + name, recordedAt(messages)));
    }

    /** Both logs learn the same at the same time. */
    private static Instant recordedAt(List<?> before) {
        return START.plus(Duration.ofDays(21)).plusMillis(before.size());
    }

    private static Map<String, String> answers(RunningAnalytics analytics) {
        var answers = new LinkedHashMap<String, String>();
        PastAnswersTest.questions().forEach((name, question) -> answers.put(name, ask(analytics, name, question)));
        for (int customer = 1; customer <= CUSTOMERS; customer++) {
            answers.put("journey " + customer, journey(analytics, customer));
        }
        for (int device = 100; device < 100 + DEVICES; device++) {
            answers.put("journey " + device, journey(analytics, device));
        }
        answers.put("customers", get(analytics, "/api/v1/customers?limit=1000"));
        return answers;
    }

    private static String ask(RunningAnalytics analytics, String name, String question) {
        var path = "/api/v1/analytics/" + name.split(" ")[0];
        if (question.isEmpty() || question.startsWith("?")) {
            return get(analytics, path + question);
        }
        return text(analytics
                .http()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(question)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static String journey(RunningAnalytics analytics, int customer) {
        return get(analytics, "/api/v1/customers/%s/journey?limit=1000".formatted(identity(customer)));
    }

    private static String get(RunningAnalytics analytics, String uri) {
        return text(analytics
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

    /** Without the link to its explanation: its name is keyed by the secret that each installation has of its own. */
    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replaceAll(",?\"explain\":\"[^\"]*\"", "");
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
