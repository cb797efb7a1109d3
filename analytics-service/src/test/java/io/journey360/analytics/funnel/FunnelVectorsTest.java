package io.journey360.analytics.funnel;

import static io.journey360.analytics.funnel.Histories.DAY;
import static io.journey360.analytics.funnel.Histories.funnel;
import static org.assertj.core.api.Assertions.assertThat;

import io.journey360.analytics.durations.Distribution;
import io.journey360.analytics.filter.Condition;
import io.journey360.analytics.filter.Dimension;
import io.journey360.analytics.filter.EventFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a funnel means, case by case; days stand for times, the window is 30 days unless it says otherwise. */
class FunnelVectorsTest {

    private static final String[] ABC = {"A", "B", "C"};

    @Test
    void stepsInOrderAreReached() {
        assertThat(furthest("A0 B1 C2", funnel(ABC))).isEqualTo(3);
    }

    @Test
    void aStepBeforeItsTurnDoesNotCount() {
        assertThat(furthest("B0 A1 C2", funnel(ABC))).isEqualTo(1);
    }

    @Test
    void inAnyOrderStepsAreReachedWhicheverComesFirst() {
        assertThat(furthest("B0 A1 C2", funnel(ABC).anyOrder())).isEqualTo(3);
        assertThat(times("B0 A1 C2", funnel(ABC).anyOrder())).containsExactly(86400.0, 86400.0);
    }

    @Test
    void inAnyOrderTheWindowBeginsWithTheEarliestEvent() {
        assertThat(furthest("C0 A20 B30", funnel(ABC).anyOrder())).isEqualTo(3);
        assertThat(furthest("C0 A20 B30+1", funnel(ABC).anyOrder())).isEqualTo(2);
        assertThat(furthest("B9 A11 C12", funnel(ABC).anyOrder().between(0, 10 * DAY)))
                .isZero();
        assertThat(furthest("B9 A11 C12 A5", funnel(ABC).anyOrder().between(0, 10 * DAY)))
                .isEqualTo(3);
    }

    @Test
    void inAnyOrderOneEventServesOneStep() {
        assertThat(furthest("A0", funnel("A", "A").anyOrder())).isEqualTo(1);
        assertThat(furthest("A0 A0", funnel("A", "A").anyOrder())).isEqualTo(2);
    }

    @Test
    void inAnyOrderTimesComeFromTheLatestStartTheEarliestEndAllows() {
        assertThat(times("B0 A1 B3 C7 A8", funnel(ABC).anyOrder())).containsExactly(2 * 86400.0, 4 * 86400.0);
    }

    @Test
    void anOptionalStepCountsWhereItIsTakenBetweenItsNeighbours() {
        var funnel = funnel("A", "X", "B").optional(2);
        assertThat(counts(Histories.of("A0 X1 B3").answer(funnel))).containsExactly(1L, 1L, 1L);
        assertThat(counts(Histories.of("A0 B3 X4").answer(funnel))).containsExactly(1L, 0L, 1L);
        assertThat(counts(Histories.of("A0 X1").answer(funnel))).containsExactly(1L, 1L, 0L);
        assertThat(counts(Histories.of("A0 X31").answer(funnel))).containsExactly(1L, 0L, 0L);
        assertThat(times("A0 X1 B3", funnel)).containsExactly(86400.0, 3 * 86400.0);
    }

    @Test
    void anOptionalStepTakesAFurtherEvent() {
        var funnel = funnel("A", "A", "B").optional(2);
        assertThat(counts(Histories.of("A0 B3").answer(funnel))).containsExactly(1L, 0L, 1L);
        assertThat(counts(Histories.of("A0 A0 B3").answer(funnel))).containsExactly(1L, 1L, 1L);
    }

    @Test
    void theWindowIsExactToTheMillisecond() {
        assertThat(furthest("A0 B30", funnel(ABC))).isEqualTo(2);
        assertThat(furthest("A0 B30+1", funnel(ABC))).isEqualTo(1);
    }

    @Test
    void anEarlierChainGoesOnWhenALaterStartLeadsNowhere() {
        assertThat(furthest("A0 B1 A29 C31", funnel(ABC))).isEqualTo(2);
        assertThat(furthest("A0 B1 A29 C31", funnel(ABC).windowMillis(40 * DAY)))
                .isEqualTo(3);
    }

    @Test
    void timesComeFromTheLatestStart() {
        assertThat(times("A0 A20 B25 C45", funnel(ABC))).containsExactly(5 * 86400.0, 20 * 86400.0);
    }

    @Test
    void equalTimesMayServeStepsInAnyOrder() {
        for (var order : List.of("A5 B5 C5", "A5 C5 B5", "B5 A5 C5", "B5 C5 A5", "C5 A5 B5", "C5 B5 A5")) {
            assertThat(furthest(order, funnel(ABC))).as(order).isEqualTo(3);
            assertThat(times(order, funnel(ABC))).as(order).containsExactly(0.0, 0.0);
        }
    }

    @Test
    void oneEventServesOneStep() {
        assertThat(furthest("A0", funnel("A", "A"))).isEqualTo(1);
        assertThat(furthest("A0 A0", funnel("A", "A"))).isEqualTo(2);
    }

    @Test
    void anExcludedEventBarsTheChainsThatHaveItInBetween() {
        var funnel = funnel("A", "B").exclude("X", 1, 2);
        assertThat(furthest("A0 X1 B2", funnel)).isEqualTo(1);
        assertThat(furthest("A0 X0 B2", funnel)).isEqualTo(2);
        assertThat(furthest("A0 X1 A2 B3", funnel)).isEqualTo(2);
    }

    @Test
    void anExclusionOverSeveralStepsStillLetsThemCountBelowItsEnd() {
        var funnel = funnel(ABC).exclude("X", 1, 3);
        assertThat(furthest("A0 X1 B2 C3", funnel)).isEqualTo(2);
        assertThat(furthest("A0 B1 X2 C3", funnel)).isEqualTo(2);
    }

    @Test
    void eventsOfAChainAgreeOnTheBookingThatIsHeld() {
        var steps = new String[] {"Bk", "Ch", "Sv"};
        assertThat(furthest("Bk0(b1) Bk1(b2) Ch2(b1) Sv3(b2)", funnel(steps).holdBooking()))
                .isEqualTo(2);
        assertThat(furthest("Bk0(b1) Bk1(b2) Ch2(b1) Sv3(b2)", funnel(steps))).isEqualTo(3);
    }

    @Test
    void inAnyOrderChainsToFewerStepsMayBeOfAnotherBooking() {
        var funnel =
                funnel("A", "B").anyOrder().holdBooking().between(0, 10 * DAY).windowMillis(5 * DAY);
        assertThat(furthest("B9(b2) A12(b2)", funnel)).isZero();
        assertThat(furthest("A1(b1) B9(b2) A12(b2)", funnel)).isEqualTo(2);
        assertThat(furthest("A1(b3) B9(b1) A12(b1)", funnel)).isEqualTo(2);
    }

    @Test
    void strictAllowsNothingInBetween() {
        assertThat(furthest("A0 X1 B2", funnel("A", "B").strict())).isEqualTo(1);
        assertThat(furthest("A0 A1 B2", funnel("A", "B").strict())).isEqualTo(2);
    }

    @Test
    void theRangeBoundsTheFirstStepOnly() {
        assertThat(furthest("A9 B15", funnel("A", "B").between(0, 10 * DAY))).isEqualTo(2);
        assertThat(furthest("A10 B11", funnel("A", "B").between(0, 10 * DAY))).isZero();
    }

    @Test
    void everyFirstStepBeginsAnAttempt() {
        assertThat(counts(Histories.of("A0 B1 A2 A3 B4").answer(funnel(ABC).by(Funnel.Unit.ATTEMPT))))
                .containsExactly(3L, 2L, 0L);
    }

    @Test
    void aLinkJoinsHistoriesFromThePositionItIsKnownAt() {
        var histories = new Histories().with(1, "A0").with(2, "B1").link(1, 2, "X9"); // the link is the third event

        assertThat(counts(histories.answer(funnel("A", "B"), 2))).containsExactly(1L, 0L);
        assertThat(counts(histories.answer(funnel("A", "B"), 3))).containsExactly(1L, 1L);
    }

    @Test
    void beyondFiftyValuesTheRestIsOneGroup() {
        var histories = new Histories();
        for (int person = 0; person < 60; person++) { // each does a thing of their own, the last three the same
            var name = "A" + (char) ('a' + Math.min(person, 57) / 26) + (char) ('a' + Math.min(person, 57) % 26);
            histories.with(person, name + "0 B1");
        }

        var groups = histories
                .answer(new Histories.FunnelBuilder(List.of(
                                new EventFilter(Map.of(Dimension.ACTION, new Condition.NoneOf(Set.of("B"))), Map.of()),
                                Histories.step("B")))
                        .breakdown(Dimension.ACTION))
                .groups();

        assertThat(groups).hasSize(51);
        assertThat(groups.getFirst().value()).isEqualTo("Acf");
        assertThat(counts(groups.getFirst().funnel())).containsExactly(3L, 3L);
        assertThat(groups.get(1).value()).isEqualTo("Aaa");
        assertThat(groups.getLast().rest()).isTrue();
        assertThat(counts(groups.getLast().funnel())).containsExactly(8L, 8L);
    }

    @Test
    void aBookingIsAUnitWhoeverItsEventsAreOf() {
        var histories = new Histories()
                .with(1, "Bk0(b1) Bk0(b2) Bk5")
                .with(2, "Ch1(b1)")
                .with(1, "Sv2(b1) Ch3(b2) Sv9");

        assertThat(counts(histories.answer(funnel("Bk", "Ch", "Sv").by(Funnel.Unit.BOOKING))))
                .containsExactly(2L, 2L, 1L);
    }

    private static int furthest(String history, Histories.FunnelBuilder funnel) {
        var counts = counts(Histories.of(history).answer(funnel));
        return (int) counts.stream().filter(count -> count > 0).count();
    }

    private static List<Long> counts(FunnelResult result) {
        return result.steps().stream().map(FunnelResult.Step::count).toList();
    }

    private static List<Double> times(String history, Histories.FunnelBuilder funnel) {
        return Histories.of(history).answer(funnel).steps().stream()
                .skip(1)
                .map(FunnelResult.Step::timeFromPrevious)
                .map(Distribution::p50)
                .toList();
    }
}
