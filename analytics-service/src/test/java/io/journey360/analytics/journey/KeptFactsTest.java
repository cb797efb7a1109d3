package io.journey360.analytics.journey;

import static io.journey360.analytics.running.Events.day;
import static io.journey360.analytics.running.Events.discovered;
import static io.journey360.analytics.running.Events.identity;
import static io.journey360.analytics.running.Events.interacted;
import static io.journey360.analytics.running.Events.published;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.facts.Fact;
import io.journey360.analytics.facts.FactStore;
import io.journey360.analytics.feed.LiveView;
import io.journey360.analytics.forgetting.Forgotten;
import io.journey360.analytics.generation.Generations;
import io.journey360.analytics.running.RunningAnalytics;
import io.journey360.events.ErasureId;
import io.journey360.events.IdentityKey;
import io.journey360.events.JourneyEvent;
import io.journey360.events.ProfileErased;
import io.journey360.events.RetentionDue;
import io.journey360.events.RetentionId;
import io.journey360.events.RetentionRunId;
import io.journey360.platform.log.JourneyLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFactsTest {

    private static final int MANY = 400;

    private static RunningAnalytics analytics;

    @BeforeAll
    static void start(@TempDir Path folder) {
        analytics = new RunningAnalytics(folder);
    }

    @AfterAll
    static void stop() {
        analytics.close();
    }

    private final KeptFacts kept = keeping(10_000);

    private static KeptFacts keeping(int mostKept) {
        return new KeptFacts(
                analytics.bean(FactStore.class),
                analytics.bean(LiveView.class),
                analytics.bean(Forgotten.class),
                mostKept);
    }

    private static void manyEventsOf(IdentityKey... identities) {
        var events = new ArrayList<JourneyEvent>();
        for (var identity : identities) {
            for (int i = 0; i < MANY; i++) {
                events.add(interacted(identity + "-" + i, identity, i));
            }
        }
        analytics.append(events.toArray(JourneyEvent[]::new));
    }

    private static long newest() {
        return analytics.bean(JourneyLog.class).head();
    }

    private static int generation() {
        return analytics.bean(Generations.class).active();
    }

    private List<Fact> now(List<IdentityKey> identities) {
        return kept.facts(generation(), identities, newest(), newest());
    }

    private static List<Fact> documents(List<IdentityKey> identities) {
        var store = analytics.bean(FactStore.class);
        return identities.stream()
                .flatMap(identity -> store.facts(generation(), identity, newest()).stream())
                .sorted(Fact.IN_TIME)
                .toList();
    }

    @Test
    void whatCameSinceIsAmongThemInItsPlace() {
        var person = List.of(identity(1), identity(2));
        manyEventsOf(identity(1), identity(2));
        assertThat(now(person)).hasSize(2 * MANY).isEqualTo(documents(person));
        long before = newest();

        analytics.append(
                interacted("late", identity(1), 7.5),
                discovered("other", identity(9), 8),
                interacted("new", identity(2), 1_000));

        assertThat(now(person))
                .hasSize(2 * MANY + 2)
                .isEqualTo(documents(person))
                .extracting(Fact::id)
                .contains("late", "new");
        assertThat(kept.facts(generation(), person, before, newest()))
                .hasSize(2 * MANY)
                .extracting(Fact::id)
                .doesNotContain("late", "new");
    }

    @Test
    void whoHasOthersJoinedOrPartedIsReadAnew() {
        manyEventsOf(identity(11), identity(12));
        assertThat(now(List.of(identity(11), identity(12)))).hasSize(2 * MANY);

        assertThat(now(List.of(identity(11)))).isEqualTo(documents(List.of(identity(11))));
        assertThat(now(List.of(identity(11), identity(12)))).hasSize(2 * MANY);
    }

    @Test
    void moreEventsThanTheLiveViewRemembersAreReadFromDocuments() {
        var person = List.of(identity(21), identity(22));
        manyEventsOf(identity(21), identity(22));
        now(person);
        for (int i = 0; i < 25; i++) {
            manyEventsOf(identity(100 + i));
        }
        analytics.append(interacted("much-later", identity(21), 1_000));

        assertThat(now(person)).hasSize(2 * MANY + 1).isEqualTo(documents(person));
    }

    @Test
    void nothingIsKeptOfAnybodyOnceSomethingIsToBeForgotten() {
        var person = List.of(identity(31), identity(32));
        manyEventsOf(identity(31), identity(32));
        now(person);
        assertThat(kept.keptNow()).isEqualTo(2 * MANY);

        analytics.append(List.of(published(
                "erasure-k", new ProfileErased(new ErasureId("erasure-k"), List.of(identity(31)), 0, day(4)))));
        assertThat(kept.keptNow()).isZero();
        now(person);

        analytics.append(List.of(published(
                "retention-k",
                new RetentionDue(
                        new RetentionId("retention-k"),
                        new RetentionRunId("run-k"),
                        List.of("interacted"),
                        day(10),
                        List.of(identity(32)),
                        day(20)))));
        assertThat(kept.keptNow()).isZero();
        assertThat(now(person))
                .filteredOn(fact -> fact.identity().equals(identity(32)))
                .hasSize(MANY - 10);
    }

    @Test
    void whoWasAskedAboutLongestAgoMakesRoomAndTheSmallAreNeverKept() {
        var few = keeping(3 * MANY);
        var people = Stream.of(41, 43, 45)
                .map(i -> List.of(identity(i), identity(i + 1)))
                .toList();
        for (var person : people) {
            manyEventsOf(person.toArray(IdentityKey[]::new));
            few.facts(generation(), person, newest(), newest());
        }
        assertThat(few.keptNow()).isEqualTo(2 * MANY);

        few.facts(generation(), List.of(identity(41)), newest(), newest());
        assertThat(few.keptNow()).isEqualTo(2 * MANY);
        assertThat(few.facts(generation(), people.getFirst(), newest(), newest()))
                .hasSize(2 * MANY);
    }
}
