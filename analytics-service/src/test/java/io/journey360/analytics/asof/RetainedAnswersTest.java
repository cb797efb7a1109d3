package io.journey360.analytics.asof;

import static io.journey360.analytics.running.Events.SHOP;
import static io.journey360.analytics.running.Events.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.ConsentGranted;
import io.journey360.events.Discovered;
import io.journey360.events.Identified;
import io.journey360.events.IdentityAttached;
import io.journey360.events.IdentityKey;
import io.journey360.events.Interacted;
import io.journey360.events.JourneyEvent;
import io.journey360.events.Moment;
import io.journey360.events.ProfileId;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.events.Retracted;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Sealed;
import io.journey360.events.Served;
import io.journey360.events.TraitsChanged;
import io.journey360.platform.documents.EmbeddedDocuments;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is kept no longer is as if it had never been told: every answer, byte for byte and as of any position, is that of a log
 * that never had it, but that people stay who they were.
 */
class RetainedAnswersTest {

    private static final int EVENTS = 300;

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
            never = all(analytics);
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

                answers(analytics).rebuild();
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
        all(analytics)
                .forEach((question, answer) -> assertThat(answer).as(question).isEqualTo(never.get(question)));
    }

    private RunningAnalytics start(String name, @Nullable EmbeddedDocuments documents) {
        var settings = new ArrayList<>(List.of("journey.index.attributes=campaign"));
        if (documents != null) {
            settings.add("journey.documents=" + documents.connectionString());
        }
        return new RunningAnalytics(folder.resolve(name), Story.CLOCK, settings.toArray(String[]::new));
    }

    private static List<Due> dues(Random random) {
        var kinds = new ArrayList<>(List.of("discovered", "interacted", "booked", "served", "reviewed", "traits"));
        var dues = new ArrayList<Due>();
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(kinds, random);
            var some = i % 2 == 0
                    ? List.<IdentityKey>of()
                    : List.of(Story.customer(random), Story.customer(random), Story.device(random));
            int days = (some.isEmpty() ? 2 : 8) + random.nextInt(8);
            dues.add(new Due(
                    random.nextInt(EVENTS),
                    new RetentionDue(
                            RetentionId.named("rule-" + i),
                            new RetentionRunId("retention-run-" + i),
                            List.copyOf(kinds.subList(0, 1 + random.nextInt(3))),
                            Story.START.plus(Duration.ofDays(days)),
                            some,
                            Story.START)));
        }
        return dues;
    }

    /** Of what is dropped only the link it made is left, and of the rest nothing, so that positions are the same. */
    private static List<DomainEventMessage<?>> story(long seed, List<Due> dues, boolean retained) {
        var random = new Random(seed);
        var story = new Story();
        for (int number = 0; number < EVENTS; number++) {
            event(story, number, random, retained ? List.of() : dues);
            for (var due : dues) {
                if (due.after == number) {
                    var run = due.event.run().value();
                    if (retained) {
                        story.tell(run, due.event);
                    } else {
                        story.tellNothing(run);
                    }
                }
            }
        }
        return story.messages();
    }

    private static void event(Story story, int number, Random random, List<Due> dropped) {
        var customer = Story.customer(random);
        var device = Story.device(random);
        int kind = random.nextInt(20);
        var at = Story.at(random);
        switch (kind) {
            case 0 ->
                story.tell(
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
                if (dropped.stream().anyMatch(due -> due.covers("traits", customer, at))) {
                    story.tellNothing("told-" + number);
                } else {
                    story.tell("told-" + number, told);
                }
            }
            case 2 ->
                story.tell(
                        "attached-" + number,
                        new IdentityAttached(new ProfileId("profile-" + number), customer, device, at));
            case 3 -> story.collect("x" + number, new Retracted(SHOP, "x" + number, "e" + random.nextInt(EVENTS), at));
            default -> {
                var event = journeyEvent(random, Story.moment(random, customer, device, number, at));
                var moment = event.moment();
                if (dropped.stream().noneMatch(due -> due.covers(event.type().wireName(), moment.identity(), at))) {
                    story.collect("e" + number, event);
                } else if (moment.customer() != null && moment.anonymous() != null) {
                    story.tell(
                            "link-" + number,
                            new Identified(moment.customer(), moment.anonymous(), true, SHOP, "e" + number, at));
                } else {
                    story.tellNothing("nothing-" + number);
                }
            }
        }
    }

    private static JourneyEvent journeyEvent(Random random, Moment moment) {
        return switch (random.nextInt(6)) {
            case 0 -> new Discovered(moment);
            case 1, 2 -> new Interacted(moment, "action-" + random.nextInt(3));
            case 3 -> new Booked(moment, null);
            case 4 -> new Served(moment, null, "done", null, null);
            default -> new Reviewed(moment, "nps", random.nextInt(11), new Scale(0, 10));
        };
    }

    /** After a start from documents it is not known any more when a position was recorded whose event was dropped. */
    private static Answers answers(RunningAnalytics analytics) {
        return new Answers(analytics, Answers.EXPLAIN + "|,?\"(instance|traceId)\":\"[^\"]*\"|,?\"asOf\":\\{[^}]*\\}");
    }

    /** What is known now, and what was known a third and two thirds of the way. */
    private static Map<String, String> all(RunningAnalytics analytics) {
        return answers(analytics).asOf(List.of("", String.valueOf(EVENTS / 3), String.valueOf(2 * EVENTS / 3)));
    }
}
