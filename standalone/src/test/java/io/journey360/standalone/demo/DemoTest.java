package io.journey360.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final Demo DEMO = new Demo(360, OCTOBER);

    @Test
    void isTheSameForTheSameSeedAndMonth() {
        assertThat(lines(new Demo(360, OCTOBER))).isEqualTo(lines(DEMO));
        assertThat(lines(new Demo(361, OCTOBER))).isNotEqualTo(lines(DEMO));
        assertThat(lines(new Demo(360, OCTOBER.minusMonths(1)))).isNotEqualTo(lines(DEMO));
    }

    @Test
    void namesEachEventOnceAndTellsThemInOrderWithinTheMonth() {
        assertThat(DEMO.events())
                .extracting(event -> event.source() + " " + event.id())
                .doesNotHaveDuplicates();
        assertThat(DEMO.events()).isSortedAccordingTo(Comparator.comparing(DemoEvent::time));
        assertThat(DEMO.events())
                .allSatisfy(event -> assertThat(event.time())
                        .isBetween(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-10-31T23:59:59.999Z")));
        assertThat(DEMO.size()).isBetween(12_000, 30_000);
    }

    @Test
    void losesCustomersFromStageToStageAsABankDoes() {
        var booked = count("booked");
        assertThat(share("booked", "discovered")).isCloseTo(0.47, within(0.08));
        assertThat(share("checked-in", "booked")).isBetween(0.6, 0.85);
        assertThat(share("served", "checked-in")).isBetween(0.9, 0.99);
        assertThat(share("reviewed", "served")).isBetween(0.25, 0.42);
        assertThat(count("no-show") / booked).isBetween(0.03, 0.09);
        assertThat(count("cancelled") / booked).isBetween(0.05, 0.12);
        assertThat(count("rescheduled") / booked).isBetween(0.07, 0.15);
        assertThat(events("checked-in").stream()
                        .map(e -> (String) e.data().get("method"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("kiosk", "desk", "link");
    }

    @Test
    void makesWaitingWorstAtTheUnderstaffedBranchOnMondaysAndReviewsFollow() {
        var arrivals = new HashMap<Object, Instant>();
        var waits = new HashMap<Object, Duration>();
        for (var event : DEMO.events()) {
            var booking = event.data().get("booking");
            if (event.type().equals("checked-in")) {
                arrivals.put(booking, event.time());
            } else if (event.type().equals("called") && arrivals.containsKey(booking)) {
                waits.put(booking, Duration.between(arrivals.get(booking), event.time()));
            }
        }
        assertThat(waits.values()).allMatch(wait -> !wait.isNegative());
        var nps = events("reviewed").stream()
                .filter(e -> e.data().get("survey").equals("nps")
                        && waits.containsKey(e.data().get("booking")))
                .collect(Collectors.partitioningBy(
                        e -> waits.get(e.data().get("booking")).toMinutes() > 15,
                        Collectors.averagingInt(e -> (Integer) e.data().get("score"))));
        assertThat(nps.get(true)).isLessThan(nps.get(false) - 1.5);
    }

    @Test
    void linksMostDevicesToOneCustomerEachOnceTheyBook() {
        var links = new HashMap<Object, Object>();
        for (var event : DEMO.events()) {
            var customer = event.data().get("customer");
            var anonymous = event.data().get("anonymous");
            assertThat(customer != null || anonymous != null).isTrue();
            if (customer != null && anonymous != null) {
                assertThat(links.putIfAbsent(anonymous, customer)).isIn(null, customer);
            }
        }
        assertThat(links).hasSizeGreaterThan(800);
    }

    @Test
    void tellsTheStoryOfLewis() {
        assertThat(story(Stories.LEWIS))
                .containsExactly(
                        "discovered",
                        "interacted",
                        "interacted",
                        "interacted",
                        "interacted",
                        "interacted",
                        "interacted",
                        "booked",
                        "interacted",
                        "checked-in",
                        "called",
                        "served",
                        "reviewed");
        var checkIn = told(Stories.LEWIS, "checked-in").getFirst().data();
        assertThat(checkIn).containsEntry("method", "kiosk").containsEntry("booking", "lewis-adviser");
    }

    @Test
    void makesTheSeychellesCoupleOneCustomerOfTwoDevices() {
        assertThat(DEMO.events().stream()
                        .filter(e -> e.id().startsWith(Stories.SEYCHELLES_COUPLE)
                                && e.data().containsKey("customer")
                                && e.data().containsKey("anonymous"))
                        .map(e -> e.data().get("anonymous")))
                .containsExactly("couple-phone", "couple-tablet");
        assertThat(story(Stories.SHOE_CUSTOMER))
                .startsWith("discovered")
                .contains("served")
                .endsWith("reviewed");
    }

    @Test
    void tellsEachBookingThroughOneSource() {
        var sources = DEMO.events().stream()
                .filter(event -> event.data().containsKey("booking"))
                .collect(Collectors.groupingBy(
                        event -> event.data().get("booking"),
                        Collectors.mapping(DemoEvent::source, Collectors.toSet())));
        assertThat(sources)
                .hasSizeGreaterThan(1_000)
                .allSatisfy((booking, by) -> assertThat(by).hasSize(1));
    }

    /** Devices live in their source's namespace, so each must meet the customer there. */
    @ParameterizedTest
    @ValueSource(strings = {Stories.LEWIS, Stories.SHOE_CUSTOMER, Stories.SEYCHELLES_COUPLE})
    void makesEveryMomentOfAStoryOnePersons(String name) {
        var story = DEMO.events().stream()
                .filter(event -> event.id().startsWith(name + "-"))
                .toList();
        var linked = story.stream()
                .filter(event ->
                        event.data().containsKey("customer") && event.data().containsKey("anonymous"))
                .collect(
                        Collectors.toMap(DemoTest::device, event -> event.data().get("customer"), (a, b) -> a));

        assertThat(story)
                .allSatisfy(event -> assertThat(
                                event.data().containsKey("customer")
                                        ? event.data().get("customer")
                                        : linked.get(device(event)))
                        .isEqualTo(name));
    }

    private static String device(DemoEvent event) {
        return event.source() + " " + event.data().get("anonymous");
    }

    private static List<String> lines(Demo demo) {
        var lines = new ArrayList<String>();
        demo.lines().forEachRemaining(lines::add);
        return lines;
    }

    private static List<String> story(String name) {
        return DEMO.events().stream()
                .filter(e -> e.id().startsWith(name + "-"))
                .map(DemoEvent::type)
                .toList();
    }

    private static List<DemoEvent> told(String name, String type) {
        return DEMO.events().stream()
                .filter(e -> e.id().startsWith(name + "-") && e.type().equals(type))
                .toList();
    }

    private static List<DemoEvent> events(String type) {
        return DEMO.events().stream().filter(e -> e.type().equals(type)).toList();
    }

    private static double count(String type) {
        return events(type).size();
    }

    private static double share(String of, String in) {
        return count(of) / count(in);
    }

    @Test
    void declaresTouchpointsThatTheMonthUses() {
        Map<Object, Long> used = DEMO.events().stream()
                .collect(Collectors.groupingBy(e -> e.data().get("touchpoint"), Collectors.counting()));
        assertThat(used.keySet())
                .containsAll(DEMO.declarations().keySet().stream()
                        .filter(path -> path.startsWith("touchpoints/"))
                        .map(path -> path.substring("touchpoints/".length()))
                        .toList());
        assertThat(used.keySet()).contains("comparison-table", "friend-link"); // left undeclared on purpose
    }

    @Test
    void definesTheSurveysThatItsReviewsName() {
        var named = events("reviewed").stream()
                .map(e -> "surveys/" + e.data().get("survey"))
                .collect(Collectors.toSet());
        assertThat(DEMO.declarations().keySet()).containsAll(named).contains("journey-maps/advice");
    }

    @Test
    void wordsTheRulesOfItsPersonasTheSameEachTime() {
        assertThat(DEMO.declarations()).containsKeys("personas/browsers", "personas/silent-guests");
        assertThat(DEMO.declarations().get("personas/callers"))
                .contains("{\"all\":[{\"event\":\"booked\",\"filter\":{\"channel\":\"phone\"}}]}");
    }
}
