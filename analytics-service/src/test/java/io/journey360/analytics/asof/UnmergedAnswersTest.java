package io.journey360.analytics.asof;

import static io.journey360.analytics.running.Events.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.Booked;
import io.journey360.events.Cancelled;
import io.journey360.events.ConsentGranted;
import io.journey360.events.ConsentWithdrawn;
import io.journey360.events.CustomersMerged;
import io.journey360.events.Discovered;
import io.journey360.events.IdentityAttached;
import io.journey360.events.Interacted;
import io.journey360.events.MergeId;
import io.journey360.events.MergeUndone;
import io.journey360.events.ProfileId;
import io.journey360.events.PublishedEvent;
import io.journey360.events.Reviewed;
import io.journey360.events.Scale;
import io.journey360.events.Sealed;
import io.journey360.events.Served;
import io.journey360.events.TraitsChanged;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers merged and parted again are as if they had never been merged: every answer, byte for byte. */
class UnmergedAnswersTest {

    private static final int EVENTS = 400;

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
        try (var analytics = start("never")) {
            analytics.append(story(false));
            never = answers(analytics).asOf(List.of(""));
        }
        assertThat(never.values()).allMatch(answer -> answer.startsWith("200 "));
        try (var analytics = start("unmerged")) {
            var answers = answers(analytics);
            var story = story(true);
            analytics.append(story.subList(0, 120));
            assertThat(answers.journey(1, ""))
                    .isEqualTo(answers.journey(3, ""))
                    .contains(identity(2).value());
            analytics.append(story.subList(120, story.size()));
            assertThat(answers.asOf(List.of(""))).isEqualTo(never);

            answers.rebuild();
            assertThat(answers.asOf(List.of(""))).isEqualTo(never);
        }
    }

    private RunningAnalytics start(String name) {
        return new RunningAnalytics(folder.resolve(name), Story.CLOCK, "journey.index.attributes=campaign");
    }

    private static Answers answers(RunningAnalytics analytics) {
        return new Answers(analytics, Answers.EXPLAIN);
    }

    /** With something else in the place of each merge and undoing, so that positions are the same. */
    private static List<DomainEventMessage<?>> story(boolean withMerges) {
        var random = new Random(5);
        var story = new Story();
        for (int number = 0; number < EVENTS; number++) {
            event(story, number, random);
            var merged = MERGES.get(number);
            if (merged != null) {
                tell(story, number, withMerges ? merge(number, merged) : null);
            }
            var undone = UNDOINGS.get(number);
            if (undone != null) {
                tell(story, number, withMerges ? undoing(undone) : null);
            }
        }
        return story.messages();
    }

    private static void tell(Story story, int number, @Nullable PublishedEvent event) {
        if (event == null) {
            story.tellNothing("at-" + number);
        } else {
            story.tell("at-" + number, event);
        }
    }

    private static CustomersMerged merge(int number, int[] who) {
        return new CustomersMerged(new MergeId("merge-" + number), identity(who[0]), identity(who[1]), Story.START);
    }

    private static MergeUndone undoing(int merge) {
        var who = MERGES.get(merge);
        return new MergeUndone(new MergeId("merge-" + merge), identity(who[0]), identity(who[1]), Story.START);
    }

    private static void event(Story story, int number, Random random) {
        var customer = Story.customer(random);
        var device = Story.device(random);
        int kind = random.nextInt(20);
        var at = Story.at(random);
        switch (kind) {
            case 0 ->
                story.tell(
                        "said-" + number,
                        random.nextBoolean()
                                ? new ConsentGranted(customer, "analytics", "s" + number, "1", "shop", null, at)
                                : new ConsentWithdrawn(customer, "marketing", "s" + number, null, "shop", null, at));
            case 1 ->
                story.tell(
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
                story.tell(
                        "attached-" + number,
                        new IdentityAttached(new ProfileId("profile-" + number), customer, device, at));
            default -> {
                var moment = Story.moment(random, customer, device, number, at);
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
                story.collect("e" + number, event);
            }
        }
    }
}
