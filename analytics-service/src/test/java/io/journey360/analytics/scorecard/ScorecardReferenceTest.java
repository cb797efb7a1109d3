package io.journey360.analytics.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.journey360.analytics.catalogue.CatalogueHistory;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import io.journey360.analytics.index.IndexSettings;
import io.journey360.analytics.index.JourneyIndex;
import io.journey360.analytics.index.People;
import io.journey360.analytics.index.QueryPool;
import io.journey360.analytics.running.Events;
import io.journey360.events.JourneyEventType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scorecards against a plain reading of what they mean, on random histories with equal times and linked identities. */
class ScorecardReferenceTest {

    private final QueryPool pool = new QueryPool(2, 1, Duration.ofSeconds(60));

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everythingIsCounted(long seed) {
        var random = new Random(seed);
        var events = Told.random(random, 900);
        var index = new JourneyIndex(new IndexSettings(List.of(), Long.MAX_VALUE));
        for (int i = 0; i < events.size(); i++) {
            index.add(events.get(i), "key-" + i, i + 1);
        }
        index.publish(events.size());
        for (int i = 0; i < 5; i++) {
            boolean web = random.nextInt(3) == 0;
            long from = random.nextBoolean() ? Long.MIN_VALUE : hours(random.nextInt(60));
            long to = random.nextBoolean() ? Long.MAX_VALUE : hours(60 + random.nextInt(1300));
            var goals = List.of(
                            Set.of(JourneyEventType.BOOKED),
                            Set.of(JourneyEventType.SERVED),
                            Set.of(JourneyEventType.BOOKED, JourneyEventType.SERVED))
                    .get(random.nextInt(3));
            var now = Events.START.plus(Duration.ofHours(random.nextInt(3000)));
            var question = new ScorecardQuestion(
                    goals,
                    100,
                    web
                            ? new EventFilter(Map.of(Dimension.CHANNEL, new Condition.AnyOf(Set.of("web"))), Map.of())
                            : EventFilter.ALL,
                    People.ALL,
                    from,
                    to,
                    Told.SILENCE);
            Predicate<Told.Happening> counts = happening ->
                    (!web || "web".equals(happening.event().moment().channel()))
                            && happening.time() >= from
                            && happening.time() < to;
            try (var query = pool.begin()) {
                var result = ScorecardEngine.run(
                        index.snapshot(), new CatalogueHistory().at(0), query, question, now.toEpochMilli());
                assertSame(result, goals, new Told(events, Set.of(), now, counts));
            }
        }
    }

    private static long hours(int hours) {
        return Events.START.plus(Duration.ofHours(hours)).toEpochMilli();
    }

    private static void assertSame(ScorecardResult result, Set<JourneyEventType> goals, Told told) {
        Predicate<Told.Happening> reached = happening -> goals.contains(happening.type());
        assertThat(result.everybody().people).isEqualTo(told.everybody().size());
        assertThat(result.everybody().waits).isEqualTo(told.waits(null).size());
        assertThat(result.touchpoints().stream().map(ScorecardResult.Card::id))
                .containsExactlyInAnyOrderElementsOf(told.touchpoints());
        for (var each : result.touchpoints()) {
            var id = each.id();
            var card = TouchpointCard.of(each, result.everybody());
            var waits = told.waits(id);
            assertThat(card.volume().events()).isEqualTo(told.eventsAt(id).size());
            assertThat(card.volume().people()).isEqualTo(told.met(id).size());
            assertThat(card.dropOff().people()).as("drop-off of %s", id).isEqualTo(told.ended(id));
            assertThat(card.dropOff().share())
                    .isEqualTo((double) told.ended(id) / told.met(id).size());
            assertThat(card.cancelled().people())
                    .isEqualTo(told.people(id, h -> h.type() == JourneyEventType.CANCELLED));
            assertThat(card.noShow().people()).isEqualTo(told.people(id, h -> h.type() == JourneyEventType.NO_SHOW));
            assertThat(card.waiting() == null ? 0 : card.waiting().n()).isEqualTo(waits.size());
            if (card.waiting() != null) {
                assertThat(card.waiting().meanSeconds())
                        .isEqualTo(waits.stream().mapToDouble(s -> s).average().orElseThrow(), within(1e-6));
            }
            var answers = told.eventsAt(id).stream()
                    .map(Told.Happening::nps)
                    .filter(Objects::nonNull)
                    .toList();
            assertThat(card.nps() == null ? 0 : card.nps().n()).isEqualTo(answers.size());
            if (card.nps() != null) {
                assertThat(card.nps().score()).isEqualTo(Told.score(answers), within(1e-9));
            }
            var conversion = card.impact().conversion();
            assertThat(conversion.met().converted()).isEqualTo(Told.with(told.met(id), reached));
            assertThat(conversion.others().n()).isEqualTo(told.others(id).size());
            assertThat(conversion.others().converted()).isEqualTo(Told.with(told.others(id), reached));
            assertThat(each.count().booked)
                    .isEqualTo(Told.with(told.met(id), h -> h.type() == JourneyEventType.BOOKED));
            var nps = card.impact().nps();
            var met = Told.lastAnswers(told.met(id));
            var others = Told.lastAnswers(told.others(id));
            assertThat(nps.met().n()).isEqualTo(met.size());
            assertThat(nps.others().n()).isEqualTo(others.size());
            if (!met.isEmpty() && !others.isEmpty()) {
                assertThat(nps.difference()).isEqualTo(Told.score(met) - Told.score(others), within(1e-9));
            }
        }
    }
}
